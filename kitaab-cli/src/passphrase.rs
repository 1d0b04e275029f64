//! Passphrases: asked for without echo, or taken from a file or the environment. Never an argument,
//! which every program on the machine could read.

use std::io::{IsTerminal, Read};
use std::path::PathBuf;

use clap::Args;
use kitaab::SecretString;
use secrecy::ExposeSecret;

use crate::failure::{Failure, Result};
use crate::interrupt;

/// Where a passphrase is taken from.
#[derive(Args, Debug)]
pub(crate) struct PassphraseArgs {
    /// Take the passphrase from the first line of this file, or of standard input if it is -.
    ///
    /// Without it, KITAAB_PASSPHRASE is used if it is set, and otherwise you are asked.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// The variable that may hold a passphrase.
const VARIABLE: &str = "KITAAB_PASSPHRASE";
/// More than this is not a passphrase.
const MAX_BYTES: u64 = 4_096;

impl PassphraseArgs {
    /// A passphrase to lock something with; where a person types it, they type it twice.
    pub(crate) fn choose(&self) -> Result<SecretString> {
        let chosen = match self.given()? {
            Some(given) => given,
            None => {
                let first = ask("New passphrase: ")?;
                let second = ask("The same again: ")?;
                if first.expose_secret() != second.expose_secret() {
                    return Err(Failure::invalid("passphrase", "must be typed the same twice", ""));
                }
                first
            }
        };
        if chosen.expose_secret().is_empty() {
            return Err(Failure::invalid("passphrase", "must not be empty", ""));
        }
        Ok(chosen)
    }

    /// The passphrase that something was locked with.
    pub(crate) fn recall(&self) -> Result<SecretString> {
        self.given()?.map_or_else(|| ask("Passphrase: "), Ok)
    }

    fn given(&self) -> Result<Option<SecretString>> {
        if let Some(file) = &self.passphrase_file {
            return first_line(file).map(Some);
        }
        match std::env::var(VARIABLE) {
            Ok(text) => Ok(Some(text.into())),
            Err(std::env::VarError::NotPresent) => Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => {
                Err(Failure::invalid("passphrase", format!("must be UTF-8 in {VARIABLE}"), ""))
            }
        }
    }
}

fn first_line(file: &std::path::Path) -> Result<SecretString> {
    let failed = |error: std::io::Error| Failure::file(file, &error);
    let source: Box<dyn Read> = if file.as_os_str() == "-" {
        Box::new(std::io::stdin())
    } else {
        Box::new(std::fs::File::open(file).map_err(failed)?)
    };
    // Large enough from the start: growing would leave copies behind.
    let mut text = String::with_capacity(8_192);
    interrupt::waiting(|| source.take(MAX_BYTES).read_to_string(&mut text)).map_err(failed)?;
    let line = text.lines().next().unwrap_or_default().to_owned();
    // Wiped as it is dropped, like the line itself.
    drop(SecretString::from(text));
    Ok(line.into())
}

fn ask(prompt: &str) -> Result<SecretString> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::usage("a passphrase is needed, and there is no terminal to ask on")
            .hint(format_args!("set {VARIABLE}, or give --passphrase-file FILE")));
    }
    rpassword::prompt_password(prompt)
        .map(SecretString::from)
        .map_err(|_| Failure::cancelled("no passphrase was given"))
}
