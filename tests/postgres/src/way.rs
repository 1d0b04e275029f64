//! The way to a server, on which answers get lost.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinHandle;
use url::Url;

use crate::cluster::{Cluster, PORT, new_folder};
use crate::keeper::Keeper;
use crate::role::Role;

/// A way to a server that passes everything on, but for answers that it is told to lose: the server has then done what it was asked
/// for, and whoever asked sees the connection end.
#[derive(Debug)]
pub struct Way {
    url: Url,
    losses: Arc<Losses>,
    task: JoinHandle<()>,
    _keeper: Keeper,
}

#[derive(Debug, Default)]
struct Losses {
    /// After how many answers, this one included, one is lost; 0 for none.
    to_come: AtomicU32,
    done: AtomicU32,
}

impl Losses {
    fn is_to_be_lost(&self) -> bool {
        let counted = self.to_come.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        counted == Ok(1)
    }
}

impl Way {
    /// A way to a server of one's own. It works as long as the runtime that it was made in.
    pub fn to(cluster: &Cluster) -> Self {
        let (folder, keeper) = new_folder(None);
        let listener = UnixListener::bind(socket(&folder)).expect("a socket");
        let mut url = Url::parse(&cluster.url(Role::Superuser, "postgres")).expect("a URL");
        let host = folder.display().to_string();
        // What comes before encryption is no message.
        url.query_pairs_mut().clear().append_pair("host", &host).append_pair("sslmode", "disable");
        let losses = Arc::new(Losses::default());
        let task = tokio::spawn(listen(listener, socket(cluster.folder()), Arc::clone(&losses)));
        Self { url, losses, task, _keeper: keeper }
    }

    /// Where a role finds a database over it.
    pub fn url(&self, role: Role, database: &str) -> String {
        let mut url = self.url.clone();
        url.set_username(role.login().unwrap_or("postgres")).expect("a URL with a host");
        url.set_path(database);
        url.into()
    }

    /// Loses one of the answers to come that end a transaction in which something was asked: the next one but so many.
    pub fn lose_an_answer(&self, but: u32) {
        self.losses.to_come.store(but + 1, Ordering::SeqCst);
    }

    /// How many were lost.
    pub fn lost(&self) -> u32 {
        self.losses.done.load(Ordering::SeqCst)
    }
}

impl Drop for Way {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn socket(folder: &Path) -> PathBuf {
    folder.join(format!(".s.PGSQL.{PORT}"))
}

async fn listen(listener: UnixListener, server: PathBuf, losses: Arc<Losses>) {
    while let Ok((client, _)) = listener.accept().await {
        let Ok(server) = UnixStream::connect(&server).await else { continue };
        let losses = Arc::clone(&losses);
        tokio::spawn(async move {
            let ((mut asked, mut told), (mut answers, mut questions)) = (client.into_split(), server.into_split());
            tokio::select! {
                _ = tokio::io::copy(&mut asked, &mut questions) => {}
                _ = answer(&mut answers, &mut told, &losses) => {}
            }
        });
    }
}

/// Passes on what the server says, message by message: a letter, the length with itself, the body. `C`: a statement was carried out.
/// `Z`: the next question may come; its body is `I` where no transaction is open.
async fn answer(
    server: &mut (impl AsyncRead + Unpin),
    client: &mut (impl AsyncWrite + Unpin),
    losses: &Losses,
) -> std::io::Result<()> {
    let (mut held, mut carried_out) = (Vec::new(), false);
    loop {
        let mut head = [0; 5];
        server.read_exact(&mut head).await?;
        let [kind, length @ ..] = head;
        let mut body = vec![0; (u32::from_be_bytes(length) as usize).saturating_sub(4)];
        server.read_exact(&mut body).await?;
        held.extend_from_slice(&head);
        held.extend_from_slice(&body);
        carried_out |= kind == b'C';
        let ends = kind == b'Z' && body == b"I";
        if ends && carried_out && losses.is_to_be_lost() {
            losses.done.fetch_add(1, Ordering::SeqCst);
            return Ok(());
        }
        // While one is to be lost, an answer is held back as a whole: to its end, or to where the server waits for more.
        if losses.to_come.load(Ordering::SeqCst) == 0 || matches!(kind, b'Z' | b'G' | b'R') {
            client.write_all(&held).await?;
            held.clear();
        }
        carried_out &= !ends;
    }
}
