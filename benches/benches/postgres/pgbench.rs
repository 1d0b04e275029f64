//! PostgreSQL's own load generator, as the peer that no client can beat by much.

use std::process::Stdio;

use kitaab_test_pg::{Cluster, Role};

/// A script, and where it runs.
#[derive(Debug)]
pub(crate) struct Pgbench {
    script: tempfile::NamedTempFile,
    url: String,
    owners: u32,
    runs: std::cell::Cell<u64>,
}

/// What a run came to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ran {
    /// Transactions a second.
    pub(crate) tps: f64,
    /// How many there were.
    pub(crate) transactions: u64,
}

impl Pgbench {
    /// A script that finds `:owners`, and in `:n` where its devices' numbers go on.
    pub(crate) fn new(cluster: &Cluster, role: Role, database: &str, owners: u32, script: &str) -> Self {
        let file = tempfile::Builder::new().prefix("kpgbench").tempfile().unwrap();
        std::fs::write(file.path(), script).unwrap();
        // Whoever runs servers here runs it.
        #[cfg(unix)]
        std::fs::set_permissions(file.path(), std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
        Self { script: file, url: cluster.url(role, database), owners, runs: std::cell::Cell::new(0) }
    }

    /// Runs it with prepared statements.
    pub(crate) fn run(&self, cluster: &Cluster, clients: u32, seconds: u32) -> Ran {
        self.runs.set(self.runs.get() + 1);
        let mut pgbench = cluster.programs().command("pgbench");
        pgbench.args(["--no-vacuum", "--protocol=prepared", "--file"]).arg(self.script.path());
        pgbench.args([format!("--client={clients}"), "--jobs=2".to_owned(), format!("--time={seconds}")]);
        pgbench.args([
            format!("--define=owners={}", self.owners),
            format!("--define=n={}", self.runs.get() * 100_000_000),
        ]);
        let output = pgbench.arg(&self.url).stdin(Stdio::null()).output().expect("pgbench runs");
        let (said, complained) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && !complained.contains("ERROR"), "{said}{complained}");
        let number = |begin: &str| {
            let line = said.lines().find(|line| line.starts_with(begin)).expect("a figure of pgbench");
            let word = line[begin.len()..].split([' ', '/']).find(|word| !word.is_empty()).expect("a number");
            word.parse::<f64>().expect("a number")
        };
        let transactions = number("number of transactions actually processed: ");
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a count")]
        Ran { tps: number("tps = "), transactions: transactions as u64 }
    }
}
