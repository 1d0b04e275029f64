//! The tools that steps need: how to find them and how to install them.

use std::env;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::browser;
use crate::command::{self, Repo};

/// A program outside the repository.
#[derive(Debug)]
pub(crate) struct Tool {
    /// How a person calls it: "a C compiler".
    pub(crate) name: &'static str,
    /// Whether this machine has it.
    pub(crate) found: fn(&Repo) -> bool,
    pub(crate) install: Install,
}

/// Where a tool comes from.
#[derive(Debug)]
pub(crate) enum Install {
    /// These Debian packages.
    Debian(&'static [&'static str]),
    /// This crate, of at least this and a compatible version, from crates.io.
    Crate { name: &'static str, version: &'static str },
    /// This task, which changes nothing that others use.
    Task { advice: &'static str, run: fn(&Repo) -> Result<()> },
    /// A person has to do it, with this command: it changes more than this repository should.
    ByHand(&'static str),
}

/// Compiles the SQLite that kitaab-sqlite bundles.
pub(crate) const C_COMPILER: Tool = Tool {
    name: "a C compiler",
    found: |repo| {
        // Build scripts obey CC, which may carry arguments: `CC="ccache gcc"`.
        let compiler = env::var("CC").unwrap_or_default();
        let mut words = compiler.split_whitespace();
        let program = words.next().unwrap_or("cc");
        command::succeeds(&mut repo.command(program, words.chain(["--version"])))
    },
    install: Install::Debian(&["build-essential"]),
};

/// Opens the report as a person would.
pub(crate) const CHROMIUM: Tool = Tool {
    name: "Chromium",
    found: |repo| browser::program(repo).is_some(),
    install: Install::Debian(&["chromium", "fonts-dejavu-core"]),
};

/// The server that the server store is tested on. A test finds it as kitaab-test-pg does.
pub(crate) const POSTGRESQL: Tool = Tool {
    name: "PostgreSQL",
    found: |repo| {
        let packaged = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        env::var_os("KITAAB_TEST_PG").is_some()
            || packaged.map(|version| version.path().join("bin/initdb")).any(|initdb| initdb.is_file())
            || command::succeeds(&mut repo.command("initdb", ["--version"]))
    },
    // With its contrib modules, which in Debian are a part of it.
    install: Install::Debian(&["postgresql"]),
};

/// The pooler that the server store is tested behind.
pub(crate) const PGBOUNCER: Tool = Tool {
    name: "PgBouncer",
    found: |repo| command::succeeds(&mut repo.command("pgbouncer", ["--version"])),
    install: Install::Debian(&["pgbouncer"]),
};

/// Checks the formatting.
pub(crate) const RUSTFMT: Tool = Tool {
    name: "rustfmt",
    found: |repo| command::succeeds(&mut repo.cargo(["fmt", "--version"])),
    install: Install::ByHand("rustup component add rustfmt"),
};

/// Looks for mistakes and needless code.
pub(crate) const CLIPPY: Tool = Tool {
    name: "clippy",
    found: |repo| command::succeeds(&mut repo.cargo(["clippy", "--version"])),
    install: Install::ByHand("rustup component add clippy"),
};

/// Checks the licences and sources of dependencies, as deny.toml says.
pub(crate) const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    found: |repo| command::succeeds(&mut repo.cargo(["deny", "--version"])),
    install: Install::Crate { name: "cargo-deny", version: "^0.20" },
};

/// Runs the fuzz targets.
pub(crate) const CARGO_FUZZ: Tool = Tool {
    name: "cargo-fuzz",
    found: |repo| command::succeeds(&mut repo.cargo(["fuzz", "--version"])),
    install: Install::Crate { name: "cargo-fuzz", version: "^0.13" },
};

impl Install {
    /// What to type to install it.
    pub(crate) fn advice(&self) -> String {
        match self {
            Self::Debian(packages) => {
                format!("apt-get install {} (as root; on other systems, their like)", packages.join(" "))
            }
            Self::Crate { name, version } => {
                format!("cargo install --locked {name} --version '{version}'")
            }
            Self::Task { advice, .. } => (*advice).to_owned(),
            Self::ByHand(command) => (*command).to_owned(),
        }
    }
}

/// Installs tools; made once per run, so that the package lists are fetched once.
#[derive(Debug, Default)]
pub(crate) struct Installer {
    lists_are_fresh: bool,
}

impl Installer {
    /// Installs a tool, or says what a person has to do.
    pub(crate) fn install(&mut self, repo: &Repo, tool: &Tool) -> Result<()> {
        println!("installing {}", tool.name);
        match &tool.install {
            Install::Debian(packages) => self.install_debian(repo, packages).with_context(|| by_hand(tool))?,
            Install::Crate { name, version } => {
                let install = ["install", "--locked", name, "--version", version];
                command::run(&mut repo.cargo(install)).with_context(|| by_hand(tool))?;
            }
            Install::Task { run, .. } => run(repo).with_context(|| by_hand(tool))?,
            Install::ByHand(_) => {
                bail!("{} is missing, and --install leaves it to you: {}", tool.name, tool.install.advice())
            }
        }
        if !(tool.found)(repo) {
            bail!("{} was installed but still can't be run: is its directory on the PATH?", tool.name);
        }
        Ok(())
    }

    fn install_debian(&mut self, repo: &Repo, packages: &[&str]) -> Result<()> {
        if !command::succeeds(&mut repo.command("apt-get", ["--version"])) {
            bail!("this system has no apt-get");
        }
        if command::output(&mut repo.command("id", ["-u"]))?.trim() != "0" {
            bail!("only root may install packages");
        }
        if !self.lists_are_fresh {
            command::run(&mut apt_get(repo, &["update"]))?;
            self.lists_are_fresh = true;
        }
        let install = ["install", "--yes", "--no-install-recommends"];
        command::run(apt_get(repo, &install).args(packages))
    }
}

fn apt_get(repo: &Repo, args: &[&str]) -> Command {
    let mut command = repo.command("apt-get", args);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn by_hand(tool: &Tool) -> String {
    format!("{} is missing and could not be installed; try: {}", tool.name, tool.install.advice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_is_a_command_to_type() {
        assert!(C_COMPILER.install.advice().starts_with("apt-get install build-essential"));
        assert_eq!(CARGO_DENY.install.advice(), "cargo install --locked cargo-deny --version '^0.20'");
        assert_eq!(CLIPPY.install.advice(), "rustup component add clippy");
    }
}
