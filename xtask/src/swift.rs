//! `cargo xtask swift`: the package for Swift, on Linux.
//!
//! `target/swift/kitaab` gets bindings/swift with uniffi's sources, the header and the library in their places: a
//! package that SwiftPM builds. On Linux that is done by Debian's Swift, see the module `chroot`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::baseline;
use crate::chroot::{self, WORK};
use crate::command::{self, Repo};
use crate::notices;
use crate::project;
use crate::readme;
use crate::step::Step;
use crate::tally::Tally;
use crate::tool::{C_COMPILER, Install, Tool};
use crate::uniffi::{self, LIBRARY, Language, Use};

/// Makes the system that Swift runs in.
const DEBOOTSTRAP: Tool = Tool {
    name: "debootstrap",
    // Only for installing Swift; who has Swift doesn't need it.
    found: |repo| (SWIFT.found)(repo) || command::succeeds(&mut repo.command("debootstrap", ["--version"])),
    install: Install::Debian(&["debootstrap"]),
};

/// Builds and tests the package.
const SWIFT: Tool = Tool {
    name: "Swift 6 (Debian's, in a system of its own)",
    found: |repo| is_native(repo) || chroot::is_there(repo),
    install: Install::Task {
        advice: "cargo xtask swift --install (as root, 4 GB in /var/cache/kitaab-swift), or Swift from swift.org on the PATH",
        run: chroot::install,
    },
};

/// The steps of the task.
pub(crate) fn steps() -> Vec<Step> {
    vec![Step { name: "Swift tests", needs: &[&C_COMPILER, &DEBOOTSTRAP, &SWIFT], run: test }]
}

/// Compares how long the same takes from Swift and from Rust.
pub(crate) fn bench() -> Vec<Step> {
    vec![Step { name: "Swift against Rust", needs: &[&C_COMPILER, &DEBOOTSTRAP, &SWIFT], run: measure }]
}

fn test(repo: &Repo) -> Result<Tally> {
    let package = prepare(repo, Use::Tests)?;
    let mut tally = Tally::default();
    let status = command::watch(&mut swift(repo, &package, &package, &["test"], &[]), |line| {
        tally += Tally::of_swift(line).unwrap_or_default();
    })?;
    if !status.success() && tally.failed == 0 {
        tally += Tally::FAILED;
    }
    Ok(tally)
}

fn measure(repo: &Repo) -> Result<Tally> {
    let package = prepare(repo, Use::Apps)?;
    let run = ["run", "--configuration", "release", "kitaab-bench"];
    for _ in 0..baseline::TURNS {
        let baseline = format!("KITAAB_BASELINE={}", baseline::measured(repo)?);
        command::run(&mut swift(repo, &package, &package, &run, &[baseline]))?;
    }
    Ok(Tally::PASSED)
}

/// Makes the package and lets an empty project use it.
pub(crate) fn package() -> Vec<Step> {
    vec![Step { name: "Swift package", needs: &[&C_COMPILER, &DEBOOTSTRAP, &SWIFT], run: pack }]
}

fn pack(repo: &Repo) -> Result<Tally> {
    let package = prepare(repo, Use::Apps)?;
    notices::lay_licences(repo, &Language::Swift.library(), &package)?;
    let folder = repo.path("target/package/swift");
    fs::create_dir_all(&folder)?;
    let archive = folder.join("kitaab-swift.tar.gz");
    let mut tar = repo.command("tar", ["--create", "--gzip", "--owner=0", "--group=0", "--numeric-owner"]);
    // What was built there, and what needs the repository.
    tar.args(["--exclude=.build", "--exclude=.swiftpm", "--exclude=make-xcframework.sh", "--file"]);
    tar.arg(&archive).arg("--directory").args([&repo.path("target/swift"), Path::new("kitaab")]);
    command::run(&mut tar)?;
    // Unpacked elsewhere: what the archive lacks is not found.
    let unpacked = repo.path("target/swift/unpacked");
    if unpacked.exists() {
        fs::remove_dir_all(&unpacked)?;
    }
    fs::create_dir_all(&unpacked)?;
    command::run(repo.command("tar", ["--extract", "--file"]).arg(&archive).arg("--directory").arg(&unpacked))?;
    let app = project::copied(repo, "examples/swift", "target/swift/unpacked/app")?;
    command::run(&mut swift(repo, &app, &unpacked.join("kitaab"), &["run"], &[]))?;
    Ok(Tally::PASSED)
}

/// Lays the package only: for make-xcframework.sh, which goes on with it on a Mac.
pub(crate) fn lay() -> Vec<Step> {
    vec![Step {
        name: "Swift package, laid",
        needs: &[&C_COMPILER],
        run: |repo| prepare(repo, Use::Apps).map(|_| Tally::PASSED),
    }]
}

/// Lays the package.
fn prepare(repo: &Repo, what_for: Use) -> Result<PathBuf> {
    let made = uniffi::make(repo, Language::Swift, what_for)?;
    let package = repo.path("target/swift/kitaab");
    let own = repo.path("bindings/swift");
    for file in uniffi::files(&own)? {
        uniffi::lay(&file, &package.join(file.strip_prefix(&own)?))?;
    }
    for file in uniffi::files(&made.sources)? {
        let name = file.file_name().and_then(|name| name.to_str()).context("a file without a name")?;
        let folder = match name.rsplit_once('.') {
            Some((_, "swift")) => "Sources/Kitaab",
            Some((_, "h")) => "Sources/CKitaab",
            // The package has its own module map, which names the library to link.
            _ => continue,
        };
        uniffi::lay(&file, &package.join(folder).join(name))?;
    }
    uniffi::check_golden(repo, Language::Swift, &[&package.join("Sources/Kitaab")])?;
    let (imports, example) = readme::first_example(&own.join("README.md"), "swift")?;
    let example = format!(
        "{imports}\nimport Testing\n\n@Testing.Test func theExampleOfTheReadmeRuns() async throws {{\n{example}\n}}\n"
    );
    uniffi::lay_bytes(example.as_bytes(), &package.join("Tests/KitaabTests/ReadmeTests.swift"))?;
    uniffi::lay(&made.library, &package.join("lib").join(LIBRARY))?;
    Ok(package)
}

/// Swift at work on a project below target/swift that uses, or is, a laid package.
fn swift(repo: &Repo, project: &Path, package: &Path, arguments: &[&str], variables: &[String]) -> Command {
    let native = is_native(repo);
    let (root, scenarios) = (repo.path("target/swift"), repo.path("tests/scenarios"));
    let seen = |path: &Path| match path.strip_prefix(&root) {
        Ok(below) if !native => Path::new(WORK).join("swift").join(below).display().to_string(),
        _ => path.display().to_string(),
    };
    let libraries = seen(&package.join("lib"));
    let mut program = vec![
        String::from("env"),
        format!(
            "KITAAB_SCENARIOS={}",
            if native { scenarios.display().to_string() } else { format!("{WORK}/scenarios") }
        ),
        format!("LD_LIBRARY_PATH={libraries}"),
        format!("PKG_CONFIG_PATH={libraries}/pkgconfig"),
    ];
    program.extend_from_slice(variables);
    program.push(String::from("swift"));
    program.extend(arguments.iter().take(1).map(ToString::to_string));
    program.extend([String::from("--package-path"), seen(project)]);
    program.extend(arguments.iter().skip(1).map(ToString::to_string));
    if native {
        return repo.command("env", &program[1..]);
    }
    chroot::inside(repo, &[(root, "swift"), (scenarios, "scenarios")], &program)
}

fn is_native(repo: &Repo) -> bool {
    command::succeeds(&mut repo.command("swift", ["--version"]))
}
