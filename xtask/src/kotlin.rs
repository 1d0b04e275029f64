//! `cargo xtask kotlin`: the library for Kotlin, on the JVM.
//!
//! `target/kotlin` gets what Maven is given beside bindings/kotlin: uniffi's sources, and the library as a resource, in
//! the folder where JNA looks for it.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::baseline;
use crate::command::{self, Repo};
use crate::notices;
use crate::project;
use crate::readme;
use crate::server;
use crate::step::Step;
use crate::tally::Tally;
use crate::tool::{C_COMPILER, Install, POSTGRESQL, Tool};
use crate::uniffi::{self, LIBRARY, Language, Use};

/// Builds Kotlin and Java. Compiler and libraries come from Maven Central.
const MAVEN: Tool = Tool {
    name: "Maven with a JDK",
    found: |repo| {
        command::succeeds(&mut repo.command("mvn", ["--version"]))
            && command::succeeds(&mut repo.command("javac", ["-version"]))
    },
    install: Install::Debian(&["maven", "default-jdk-headless"]),
};

/// The steps of the task.
pub(crate) fn steps() -> Vec<Step> {
    vec![
        Step { name: "Kotlin tests", needs: &[&C_COMPILER, &MAVEN], run: test },
        Step { name: "Kotlin tests on PostgreSQL", needs: &[&C_COMPILER, &MAVEN, &POSTGRESQL], run: test_on_a_server },
    ]
}

/// Compares how long the same takes from Kotlin and from Rust.
pub(crate) fn bench() -> Vec<Step> {
    vec![Step { name: "Kotlin against Rust", needs: &[&C_COMPILER, &MAVEN], run: measure }]
}

fn test(repo: &Repo) -> Result<Tally> {
    prepare(repo, Use::Tests)?;
    run_tests(maven(repo).arg("verify"))
}

/// What keeps its books on a server, which is there only meanwhile. What is tested was built by [`test()`], the step before.
fn test_on_a_server(repo: &Repo) -> Result<Tally> {
    let mut tests = maven(repo);
    tests.args(["surefire:test", "-DexcludedGroups=", "-Dgroups=server"]);
    run_tests(&mut server::served(repo, &tests)?)
}

/// Runs tests by Maven and adds up what they counted.
fn run_tests(tests: &mut Command) -> Result<Tally> {
    let mut tally = Tally::default();
    let status = command::watch(tests, |line| tally += Tally::of_maven(line).unwrap_or_default())?;
    if !status.success() && tally.failed == 0 {
        tally += Tally::FAILED;
    }
    Ok(tally)
}

fn measure(repo: &Repo) -> Result<Tally> {
    prepare(repo, Use::Apps)?;
    command::run(maven(repo).args(["-DskipTests", "test-compile"]))?;
    let mut bench = maven(repo);
    bench.args(["exec:java", "-Dexec.mainClass=io.github.kitaab.bench.BenchKt", "-Dexec.classpathScope=test"]);
    for _ in 0..baseline::TURNS {
        bench.env("KITAAB_BASELINE", baseline::measured(repo)?);
        command::run(&mut bench)?;
    }
    Ok(Tally::PASSED)
}

/// Makes the jars and lets an empty project use them.
pub(crate) fn package() -> Vec<Step> {
    vec![Step { name: "Kotlin jars", needs: &[&C_COMPILER, &MAVEN], run: pack }]
}

fn pack(repo: &Repo) -> Result<Tally> {
    prepare(repo, Use::Apps)?;
    notices::lay_licences(repo, &Language::Kotlin.library(), &repo.path("target/kotlin/licences/META-INF"))?;
    // Into this user's own repository, from where other projects of theirs have it.
    command::run(maven(repo).args(["-Prelease", "-DskipTests", "install"]))?;
    let folder = repo.path("target/package/kotlin");
    let made = repo.path("target/kotlin/maven");
    for file in uniffi::files(&made)?.iter().filter(|file| file.extension().is_some_and(|ending| ending == "jar")) {
        let name = file.strip_prefix(&made)?;
        if name.components().count() == 1 {
            uniffi::lay(file, &folder.join(name))?;
        }
    }
    let app = project::copied(repo, "examples/kotlin", "target/package/kotlin/app")?;
    command::run(maven_on(repo, &app.join("pom.xml")).args(["compile", "exec:java"]))?;
    Ok(Tally::PASSED)
}

/// Lays what Maven is given.
fn prepare(repo: &Repo, what_for: Use) -> Result<()> {
    let made = uniffi::make(repo, Language::Kotlin, what_for)?;
    let folder = repo.path("target/kotlin");
    let sources = folder.join("sources");
    for file in uniffi::files(&made.sources)? {
        uniffi::lay(&file, &sources.join(file.strip_prefix(&made.sources)?))?;
    }
    uniffi::check_golden(repo, Language::Kotlin, &[&sources, &repo.path("bindings/kotlin/src/main")])?;
    let (imports, example) = readme::first_example(&repo.path("bindings/kotlin/README.md"), "kotlin")?;
    let example = format!("package io.github.kitaab.readme\n\n{imports}\n\n{example}\n");
    uniffi::lay_bytes(example.as_bytes(), &folder.join("readme/Example.kt"))?;
    let library = folder.join("resources").join(jna_folder());
    fs::create_dir_all(&library)?;
    uniffi::lay(&made.library, &library.join(LIBRARY))
}

/// Maven for bindings/kotlin.
/// Maven, on the package.
fn maven(repo: &Repo) -> Command {
    let mut maven = maven_on(repo, &repo.path("bindings/kotlin/pom.xml"));
    maven.env("KITAAB_SCENARIOS", repo.path("tests/scenarios"));
    maven
}

/// Maven, on a project.
fn maven_on(repo: &Repo, project: &Path) -> Command {
    let mut maven = repo.command("mvn", ["--batch-mode", "--no-transfer-progress", "--file"]);
    maven.arg(project);
    // cargo has target/debug in these for what it runs, and JNA looks there before it takes the library of the jar: what is measured
    // and handed out would be what the tests were built for.
    maven.env_remove("LD_LIBRARY_PATH").env_remove("DYLD_FALLBACK_LIBRARY_PATH");
    maven
}

/// What JNA calls this kind of machine.
fn jna_folder() -> String {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let processor = match std::env::consts::ARCH {
        "x86_64" => "x86-64",
        other => other,
    };
    format!("{system}-{processor}")
}
