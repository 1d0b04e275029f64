//! Running other programs in the repository.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use anyhow::{Context as _, Result, bail};

/// Where every cargo builds, also one that another program starts. Tasks look for what was built in the repository's
/// `target`, wherever the environment or a configuration of cargo says.
const TARGET_DIR: &str = "CARGO_TARGET_DIR";
/// What cargo tells of the package of which it runs the program: this one. Build scripts of others, ring's among them, are run
/// again where it changed, so that cargo would build half of the workspace anew after each task, and each task after that.
const OF_OURSELVES: [&str; 2] = ["CARGO_MANIFEST_", "CARGO_PKG_"];

/// The checked-out repository, where every program is run.
#[derive(Debug)]
pub(crate) struct Repo {
    root: PathBuf,
    cargo: OsString,
}

impl Repo {
    /// Finds the repository from what cargo tells the programs it runs.
    pub(crate) fn find() -> Result<Self> {
        // Read when run, not when built: a binary must not remember the path it was built at.
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").context("CARGO_MANIFEST_DIR is not set: run this as `cargo xtask`")?;
        let root = Path::new(&manifest)
            .parent()
            .context("the xtask crate has no parent directory: run `cargo xtask` in the repository")?
            .to_owned();
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Ok(Self { root, cargo })
    }

    /// A path inside the repository.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A program to be run at the repository's root.
    pub(crate) fn command<A: AsRef<OsStr>>(
        &self,
        program: impl AsRef<OsStr>,
        args: impl IntoIterator<Item = A>,
    ) -> Command {
        let mut command = Command::new(program);
        // No task asks questions: without a terminal (in CI) a question would hang until the time limit.
        command.args(args).current_dir(&self.root).stdin(Stdio::null());
        command.env(TARGET_DIR, self.path("target"));
        for (name, _) in env::vars_os() {
            if OF_OURSELVES.iter().any(|of_ourselves| name.as_encoded_bytes().starts_with(of_ourselves.as_bytes())) {
                command.env_remove(name);
            }
        }
        command
    }

    /// The cargo that runs us, with other arguments.
    pub(crate) fn cargo<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Command {
        self.command(&self.cargo, args)
    }
}

/// Runs a program and shows what it prints; an error if it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    announce(command);
    let status = command.status().with_context(|| not_started(command))?;
    succeeded(command, status)
}

/// Runs a program in our place: what it prints is all there is to say, and whether it fails is our answer.
pub(crate) fn pass_on(command: &mut Command) -> Result<ExitCode> {
    let status = command.status().with_context(|| not_started(command))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs a program, shows what it prints, and hands over each line of its standard output.
///
/// The exit status is the caller's to judge: a failed test run still has lines worth counting.
pub(crate) fn watch(command: &mut Command, mut line: impl FnMut(&str)) -> Result<ExitStatus> {
    announce(command);
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| not_started(command))?;
    let stdout = child.stdout.take().context("the output of the program just started is not readable")?;
    // Bytes, not `lines()`: a test may print what is not UTF-8, and that must not end the run.
    for bytes in BufReader::new(stdout).split(b'\n') {
        let bytes = bytes.with_context(|| format!("reading what `{}` prints", shown(command)))?;
        let text = String::from_utf8_lossy(&bytes);
        println!("{text}");
        line(&text);
    }
    child.wait().with_context(|| format!("waiting for `{}`", shown(command)))
}

/// Runs a program quietly and returns its standard output; an error, with what it complained about, if it fails.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| not_started(command))?;
    if !output.status.success() {
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
    }
    succeeded(command, output.status)?;
    String::from_utf8(output.stdout).with_context(|| format!("`{}` prints no valid UTF-8", shown(command)))
}

/// Whether a program can be started and succeeds; it prints nothing.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn announce(command: &Command) {
    println!("$ {}", shown(command));
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    if !status.success() {
        bail!("`{}` failed ({status}); what it printed is above", shown(command));
    }
    Ok(())
}

fn not_started(command: &Command) -> String {
    format!("`{}` could not be started: is it installed and on the PATH?", shown(command))
}

/// The command as one would type it, variables included, so that a reader can repeat it. What all have is left out.
fn shown(command: &Command) -> String {
    let variables = command
        .get_envs()
        .filter(|(name, _)| *name != TARGET_DIR)
        .filter_map(|(name, value)| Some(format!("{}={:?}", name.to_string_lossy(), value?.to_string_lossy())));
    // Only the name: the full path of cargo says nothing but where it happens to be installed.
    let program = Path::new(command.get_program()).file_stem().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    variables.chain(words.map(|word| word.to_string_lossy().into_owned())).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_one_would_type_it() {
        let mut command = Command::new("/somewhere/bin/cargo");
        command.args(["doc", "--locked"]).env("RUSTDOCFLAGS", "-D warnings");
        assert_eq!(shown(&command), r#"RUSTDOCFLAGS="-D warnings" cargo doc --locked"#);
    }

    #[test]
    fn whatever_is_started_builds_where_tasks_look() {
        let repo = Repo::find().unwrap();
        let command = repo.command("program", ["argument"]);
        assert!(command.get_envs().any(|it| it == (TARGET_DIR.as_ref(), Some(repo.path("target").as_os_str()))));
        assert_eq!(shown(&command), "program argument");
    }

    #[test]
    fn what_is_started_does_not_learn_of_which_package_we_are() {
        // Cargo tells the tests, too.
        assert!(env::var_os("CARGO_MANIFEST_DIR").is_some() && env::var_os("CARGO_PKG_NAME").is_some());
        let mut command = Repo::find().unwrap().command("env", [""; 0]);
        let told = output(&mut command).unwrap();
        assert!(!told.contains("CARGO_MANIFEST_") && !told.contains("CARGO_PKG_"), "{told}");
    }

    #[test]
    fn a_missing_program_is_named_in_the_error() {
        let error = run(&mut Command::new("kitaab-no-such-program")).unwrap_err();
        assert!(error.to_string().contains("`kitaab-no-such-program` could not be started"), "{error}");
    }
}
