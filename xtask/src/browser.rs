//! Pages in a real browser: Chromium, without a window.
//!
//! It is driven by its command line alone: what it prints, what it logs of the network, and what it paints is all that
//! has to be known, and no further crate is needed for that.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::command::Repo;

/// What the browser is told so that it looks at the page and does nothing else.
const QUIETLY: [&str; 12] = [
    "--headless",
    // As root, as in CI, Chromium does not start with its sandbox. The pages are our own.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    // Whatever the browser asks for on its own account, it asks in vain.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--enable-logging=stderr",
];

/// What there is to know of a page that was opened.
#[derive(Debug)]
pub(crate) struct Opened {
    /// The document as the browser holds it.
    pub(crate) document: String,
    /// What it wrote to the console: errors, and every breach of the page's policy.
    pub(crate) console: Vec<String>,
    /// The addresses that the page asked for, itself left out.
    pub(crate) requests: Vec<String>,
}

/// The program, by the names that systems give it.
pub(crate) fn program(repo: &Repo) -> Option<&'static str> {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| crate::command::succeeds(&mut repo.command(name, ["--version"])))
}

/// Opens a page in a new, empty profile.
pub(crate) fn open(repo: &Repo, page: &Path, scratch: &Path) -> Result<Opened> {
    let log = scratch.join("network.json");
    let mut browser = browser(repo, scratch)?;
    browser.arg(format!("--log-net-log={}", log.display())).arg("--dump-dom").arg(address(page)?);
    let output = browser.stdin(Stdio::null()).output().context("the browser could not be started")?;
    if !output.status.success() {
        bail!("the browser failed on {} ({})", page.display(), output.status);
    }
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    let console = complaints.lines().filter(|line| line.contains(":CONSOLE:")).map(str::to_owned).collect();
    Ok(Opened { document: String::from_utf8_lossy(&output.stdout).into_owned(), console, requests: requests(&log)? })
}

/// How a page lies in a window of a width, in its own pixels.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Lying {
    /// How wide the window is.
    pub(crate) window: i64,
    /// How wide the page is: more than the window, if it has to be moved sideways.
    pub(crate) page: i64,
    /// Where the letters of the first heading begin and end.
    pub(crate) heading: (i64, i64),
}

/// Measures a page in a window. The page forbids scripts, so a copy of it without its policy is asked; and since the
/// browser makes no window narrower than 500, it stands in a frame of the width.
pub(crate) fn measure(repo: &Repo, page: &Path, width: u32, scratch: &Path) -> Result<Lying> {
    const ASK: &str = "<script>const letters = document.createRange(); \
        letters.selectNodeContents(document.querySelector('h1')); const box = letters.getBoundingClientRect(); \
        parent.postMessage([innerWidth, document.documentElement.scrollWidth, box.left, box.right]\
        .map(Math.round).join(' '), '*');</script>";
    let text = fs::read_to_string(page)?;
    let (copy, frame) = (scratch.join("measured.html"), scratch.join("frame.html"));
    fs::write(&copy, text.replace("Content-Security-Policy", "x-none") + ASK)?;
    let framed = format!(
        "<!DOCTYPE html><title></title><script>onmessage = event => document.title = event.data</script>\
         <iframe width={width} height=900 style=\"border:0\" src=\"measured.html\"></iframe>"
    );
    fs::write(&frame, framed)?;
    let mut browser = browser(repo, scratch)?;
    browser.args(["--window-size=1400,1000", "--virtual-time-budget=5000", "--dump-dom"]).arg(address(&frame)?);
    let output = browser.stdin(Stdio::null()).output().context("the browser could not be started")?;
    fs::remove_file(copy)?;
    fs::remove_file(frame)?;
    let document = String::from_utf8_lossy(&output.stdout);
    let title =
        document.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>")).map(|(title, _)| title);
    let title = title.context("the measured page has no title")?;
    let numbers: Vec<i64> = title.split(' ').filter_map(|number| number.parse().ok()).collect();
    match numbers.as_slice() {
        [window, page, start, end] if *window == i64::from(width) => {
            Ok(Lying { window: *window, page: *page, heading: (*start, *end) })
        }
        _ => bail!("the page could not be measured in a window of {width}: {title}"),
    }
}

/// Paints a page of a width and a height into a PNG file, in light or dark.
pub(crate) fn paint(repo: &Repo, page: &Path, file: &Path, size: (u32, u32), dark: bool, scratch: &Path) -> Result<()> {
    let mut browser = browser(repo, scratch)?;
    browser.arg(format!("--window-size={},{}", size.0, size.1)).arg(format!("--screenshot={}", file.display()));
    if dark {
        browser.arg("--blink-settings=preferredColorScheme=0");
    }
    finish(browser.arg(address(page)?), file)
}

/// Prints a page into a PDF file.
pub(crate) fn print(repo: &Repo, page: &Path, file: &Path, scratch: &Path) -> Result<()> {
    let mut browser = browser(repo, scratch)?;
    browser.arg("--no-pdf-header-footer").arg(format!("--print-to-pdf={}", file.display()));
    finish(browser.arg(address(page)?), file)
}

fn browser(repo: &Repo, scratch: &Path) -> Result<Command> {
    let program = program(repo).context("there is no Chromium")?;
    let profile = scratch.join("profile");
    if profile.exists() {
        fs::remove_dir_all(&profile).context("the browser's profile could not be emptied")?;
    }
    let mut command = repo.command(program, QUIETLY);
    command.arg(format!("--user-data-dir={}", profile.display()));
    Ok(command)
}

fn finish(command: &mut Command, file: &Path) -> Result<()> {
    let output = command.stdin(Stdio::null()).output().context("the browser could not be started")?;
    if !output.status.success() || !file.exists() {
        bail!("the browser made no {} ({})", file.display(), output.status);
    }
    Ok(())
}

fn address(page: &Path) -> Result<String> {
    let page = page.canonicalize().with_context(|| format!("{} is not there", page.display()))?;
    Ok(format!("file://{}", page.display()))
}

/// The addresses that pages asked for, by the browser's log of the network. What the browser asks for on its own account
/// has no page's origin as its initiator.
fn requests(log: &Path) -> Result<Vec<String>> {
    let text = fs::read(log).context("the browser wrote no log of the network")?;
    let log: Value = serde_json::from_slice(&text).context("the browser's log of the network can't be read")?;
    let events = log["events"].as_array().context("the browser's log of the network holds no events")?;
    let asked = events
        .iter()
        .map(|event| &event["params"])
        .filter(|params| params["initiator"].as_str().is_some_and(|initiator| initiator != "not an origin"));
    Ok(asked.filter_map(|params| params["url"].as_str()).map(str::to_owned).collect())
}
