//! `cargo xtask report`: the demo's report in a real browser.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::browser::{self, Opened};
use crate::command::{self, Repo};
use crate::step::Step;
use crate::tally::Tally;
use crate::tool::{C_COMPILER, CHROMIUM};
use crate::workspace;

/// A report is smaller than this many bytes.
const LARGEST: u64 = 1_000_000;
/// The windows in which a page must fit: a phone's and a desk's.
const WIDTHS: [u32; 2] = [390, 1_100];
/// Where pages and pictures are left for a person to look at, below the repository.
const FOLDER: &str = "target/report";

/// A page that opens with an error and asks for something: the checks must notice.
const CONTROL: &str = r#"<!DOCTYPE html><title>Control</title>
<script>console.error("an error")</script><img src="http://127.0.0.1:9/picture.png" alt="">"#;
/// The same with the report's kind of policy, which must stop both.
const CONTROL_WITH_POLICY: &str = r#"<!DOCTYPE html>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'"><title>Control</title>
<script>console.error("an error")</script><img src="http://127.0.0.1:9/picture.png" alt="">"#;

/// A report that is made and looked at.
struct Page {
    name: &'static str,
    arguments: &'static [&'static str],
    direction: &'static str,
    /// What stands in its document once it is open.
    holds: &'static [&'static str],
    /// What must not.
    lacks: &'static [&'static str],
}

const PAGES: [Page; 3] = [
    Page {
        name: "plain",
        arguments: &[],
        direction: "lang=\"en\" dir=\"ltr\"",
        holds: &[
            "<h1>Book of deeds</h1>",
            "id=\"days\"",
            "id=\"values\"",
            "id=\"week\"",
            "id=\"targets\"",
            "Ramadan 14",
        ],
        lacks: &["Backbiting", "Anger", "id=\"reflections\""],
    },
    Page {
        name: "full",
        arguments: &["--with-saiyyiaat", "--with-reflections"],
        direction: "lang=\"en\" dir=\"ltr\"",
        holds: &["Backbiting", "id=\"reflections\"", "Forty days of Fajr"],
        lacks: &[],
    },
    Page {
        name: "arabic",
        arguments: &["--language", "ar", "--with-saiyyiaat", "--with-reflections"],
        direction: "lang=\"ar\" dir=\"rtl\"",
        holds: &["<h1>كتاب الأعمال</h1>", "الحسنات", "رمضان", "٪"],
        lacks: &["Good deeds"],
    },
];

/// The steps of the task; the last of `test`, too.
pub(crate) fn steps() -> Vec<Step> {
    vec![Step { name: "report in a browser", needs: &[&C_COMPILER, &CHROMIUM], run: in_a_browser }]
}

fn in_a_browser(repo: &Repo) -> Result<Tally> {
    let folder = repo.path(FOLDER);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("{} could not be made", folder.display()))?;
    let mut tally = Tally::default();
    let mut check = |name: &str, outcome: Result<()>| match outcome {
        Ok(()) => tally += Tally::PASSED,
        Err(error) => {
            println!("{name}: {error:#}");
            tally += Tally::FAILED;
        }
    };

    check("control", the_checks_can_fail(repo, &folder));
    let book = folder.join("demo.db");
    let program = workspace::program(repo, "kitaab")?;
    command::run(kitaab(repo, &program, ["demo", "--at"]).arg(&book).stdout(std::process::Stdio::null()))?;
    for page in &PAGES {
        let file = folder.join(format!("{}.html", page.name));
        let mut make = kitaab(repo, &program, ["report", "--book"]);
        command::run(make.arg(&book).arg("-o").arg(&file).args(page.arguments))?;
        check(page.name, looks_right(repo, page, &file, &folder));
    }
    check("pictures", pictures(repo, &folder));
    println!("figure: report of the demo, largest page: {} bytes", largest(&folder)?);
    println!("To look at: {}", folder.display());
    Ok(tally)
}

fn kitaab<const N: usize>(repo: &Repo, program: &Path, arguments: [&str; N]) -> std::process::Command {
    let mut command = repo.command(program, arguments);
    command.env_remove("KITAAB_BOOK");
    command
}

/// The browser says so when a page errs or asks for something, and when a policy stops it.
fn the_checks_can_fail(repo: &Repo, folder: &Path) -> Result<()> {
    let control = folder.join("control.html");
    fs::write(&control, CONTROL)?;
    let open = browser::open(repo, &control, folder)?;
    if open.console.is_empty() || open.requests.is_empty() {
        bail!("an error or a request of a page is not noticed: {open:?}");
    }
    fs::write(&control, CONTROL_WITH_POLICY)?;
    let stopped = browser::open(repo, &control, folder)?;
    if stopped.console.len() < 2 || !stopped.requests.is_empty() {
        bail!("a policy does not stop a script and a request: {stopped:?}");
    }
    // A page that is too wide for its window, and begins on the left.
    fs::write(&control, "<!DOCTYPE html><title>Control</title><h1>Wide</h1><p style=\"width: 400px\">wide</p>")?;
    let lying = browser::measure(repo, &control, WIDTHS[0], folder)?;
    if lying.page <= lying.window || lying.heading.0 >= lying.window - lying.heading.1 {
        bail!("a page that is too wide is not noticed: {lying:?}");
    }
    Ok(fs::remove_file(control)?)
}

fn looks_right(repo: &Repo, page: &Page, file: &Path, folder: &Path) -> Result<()> {
    let size = fs::metadata(file)?.len();
    if size >= LARGEST {
        bail!("it has {size} bytes");
    }
    let Opened { document, console, requests } = browser::open(repo, file, folder)?;
    if !console.is_empty() {
        bail!("it writes to the console: {console:?}");
    }
    if !requests.is_empty() {
        bail!("it asks for {requests:?}");
    }
    let html = document.split_once("<html").and_then(|(_, rest)| rest.split_once('>')).map_or("", |(tag, _)| tag);
    if !html.contains(page.direction) {
        bail!("its outermost element says {html:?}, not {:?}", page.direction);
    }
    for width in WIDTHS {
        let lying = browser::measure(repo, file, width, folder)?;
        if lying.page > lying.window {
            bail!("it has to be moved sideways in a window of {width}: {lying:?}");
        }
        let (before, after) = (lying.heading.0, lying.window - lying.heading.1);
        if (before < after) != page.direction.ends_with("\"ltr\"") {
            bail!("its lines begin on the wrong side: {lying:?}");
        }
    }
    if let Some(missing) = page.holds.iter().find(|words| !document.contains(**words)) {
        bail!("{missing:?} is missing");
    }
    if let Some(there) = page.lacks.iter().find(|words| document.contains(**words)) {
        bail!("{there:?} is there, though nobody asked for it");
    }
    Ok(())
}

/// Pictures for a person to look at: screen, phone, dark, Arabic, paper.
fn pictures(repo: &Repo, folder: &Path) -> Result<()> {
    let at = |name: &str| folder.join(name);
    for (page, picture, size, dark) in [
        ("full.html", "desktop.png", (1_100, 5_600), false),
        ("full.html", "phone.png", (390, 7_000), false),
        ("full.html", "dark.png", (1_100, 5_600), true),
        ("arabic.html", "arabic.png", (1_100, 5_600), false),
        ("arabic.html", "arabic-phone.png", (390, 7_000), false),
    ] {
        browser::paint(repo, &at(page), &at(picture), size, dark, folder)?;
    }
    browser::print(repo, &at("full.html"), &at("paper.pdf"), folder)?;
    Ok(fs::remove_dir_all(at("profile"))?)
}

fn largest(folder: &Path) -> Result<u64> {
    let pages: Vec<PathBuf> = PAGES.iter().map(|page| folder.join(format!("{}.html", page.name))).collect();
    let sizes = pages.iter().map(|page| Ok(fs::metadata(page)?.len())).collect::<Result<Vec<u64>>>()?;
    Ok(sizes.into_iter().max().unwrap_or(0))
}
