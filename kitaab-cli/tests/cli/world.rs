//! A home of its own for each test, and the program in it.

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A folder with nothing of anybody's in it.
pub(crate) struct World {
    home: TempDir,
}

impl World {
    /// Without a book.
    pub(crate) fn empty() -> Self {
        Self { home: TempDir::new().unwrap() }
    }

    /// With a new book.
    pub(crate) fn with_book() -> Self {
        let world = Self::empty();
        world.ok(&["init", "--zone", "UTC"]);
        world
    }

    /// With a book that has the deed Salah of two items, and Dhikr.
    pub(crate) fn with_deeds() -> Self {
        let world = Self::with_book();
        world.ok(&[
            "add-deed",
            "Salah",
            "--scale",
            "missed,late,on time",
            "--item",
            "Fajr",
            "--item",
            "Zuhr",
            "--starts-on",
            "2024-01-01",
        ]);
        world.ok(&["add-deed", "Dhikr", "--count", "--unit", "times", "--at-least", "33", "--starts-on", "2024-01-01"]);
        world
    }

    /// A file in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The book that is used when none is named.
    pub(crate) fn book(&self) -> PathBuf {
        self.path("data/kitaab/book.db")
    }

    /// The program, with an environment in which nothing of the tester's is set.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::cargo_bin("kitaab").unwrap();
        for variable in
            ["KITAAB_BOOK", "KITAAB_OWNER", "KITAAB_AS", "KITAAB_PASSPHRASE", "VISUAL", "EDITOR", "CLICOLOR_FORCE"]
        {
            command.env_remove(variable);
        }
        command
            .current_dir(self.home.path())
            .env("HOME", self.home.path())
            .env("XDG_DATA_HOME", self.path("data"))
            .env("APPDATA", self.path("data"))
            .env("TMPDIR", self.home.path());
        command
    }

    /// Runs it.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command().args(args).output().unwrap()
    }

    /// Runs it to success; its text.
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs it to success with `--json`; its answer, which is one line.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let text = self.ok(&[args, &["--json"]].concat());
        assert_eq!(text.lines().count(), 1, "{args:?} answers with one line: {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Runs it to a failure with this exit code and error code, with and without `--json`; the error.
    pub(crate) fn fails(&self, args: &[&str], exit: i32, code: &str) -> Value {
        let plain = self.run(args);
        assert_eq!(plain.status.code(), Some(exit), "{args:?}: {}", String::from_utf8_lossy(&plain.stderr));
        assert!(plain.stdout.is_empty(), "{args:?}: failures go to standard error");
        let text = String::from_utf8(plain.stderr).unwrap();
        assert!(text.starts_with("kitaab: ") || text.starts_with("error: "), "{args:?}: {text}");

        let output = self.run(&[args, &["--json"]].concat());
        assert_eq!(output.status.code(), Some(exit), "{args:?}");
        let report: Value = serde_json::from_slice(&output.stderr).unwrap();
        let error = report["error"].clone();
        assert_eq!(error["code"], code, "{args:?}: {error}");
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()));
        error
    }

    /// The owner's today, as the program reckons it.
    pub(crate) fn today(&self) -> String {
        self.json(&["settings"])["today"].as_str().unwrap().to_owned()
    }
}

/// A path as an argument.
pub(crate) fn arg(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Holds an answer to the fields that docs/cli.md names.
#[track_caller]
pub(crate) fn assert_fields(value: &Value, expected: &[&str]) {
    let mut fields: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = expected.to_vec();
    fields.sort_unstable();
    expected.sort_unstable();
    assert_eq!(fields, expected);
}
