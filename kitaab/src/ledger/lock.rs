//! Locking an export with a passphrase: the age format with its scrypt recipient.

use std::io::{BufRead, Read, Write};

use age::secrecy::{ExposeSecret, SecretString};
use age::{DecryptError, Decryptor, EncryptError, Encryptor, scrypt};
use kitaab_core::Error;

/// The base-2 logarithm of scrypt's cost: 2^16 takes 64 MiB and about a quarter of a second, which a phone can
/// spare. It is fixed, and not measured on the machine that writes: a file must open on another one.
const WORK_FACTOR: u8 = 16;

/// The most that is spent on a file: 2^18 takes 256 MiB, what age's own program asks for. Whoever made a hostile
/// file chose its cost.
const MAX_WORK_FACTOR: u8 = 18;

/// How every locked file begins.
const MAGIC: &[u8] = b"age-encryption.org/";

/// Whether a file is locked, from its beginning.
pub(super) fn is_locked(beginning: &[u8]) -> bool {
    beginning.starts_with(MAGIC)
}

/// Makes a key from a passphrase, which takes a while.
pub(super) fn lock(passphrase: SecretString) -> Result<Encryptor, Error> {
    if passphrase.expose_secret().is_empty() {
        return Err(Error::invalid("passphrase", "must not be empty", ""));
    }
    let mut recipient = scrypt::Recipient::new(passphrase);
    recipient.set_work_factor(WORK_FACTOR);
    let refused = |error: EncryptError| Error::unsupported(format!("locking the export ({error})"));
    Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).map_err(refused)
}

/// A writer that locks what goes through it. [`age::stream::StreamWriter::finish`] ends it.
pub(super) fn locked<W: Write>(lock: Encryptor, writer: W) -> std::io::Result<age::stream::StreamWriter<W>> {
    lock.wrap_output(writer)
}

/// Opens a locked file.
///
/// # Errors
/// `invalid` (field `passphrase`) for a wrong passphrase, `unsupported` for a file that is locked in another way or
/// asks for too much work, `corrupt` for a damaged one.
pub(super) fn open(reader: impl BufRead, passphrase: SecretString) -> Result<impl Read, Error> {
    let decryptor = Decryptor::new_buffered(reader).map_err(|error| refused(&error))?;
    if !decryptor.is_scrypt() {
        return Err(Error::unsupported("a file that is locked with a key rather than a passphrase"));
    }
    let mut identity = scrypt::Identity::new(passphrase);
    identity.set_max_work_factor(MAX_WORK_FACTOR);
    decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).map_err(|error| refused(&error))
}

fn refused(error: &DecryptError) -> Error {
    match error {
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed | DecryptError::NoMatchingKeys => {
            Error::invalid("passphrase", "must be the one that the export was locked with", "")
        }
        DecryptError::ExcessiveWork { .. } => {
            Error::unsupported("a file whose passphrase takes that much work to check")
        }
        DecryptError::UnknownFormat => Error::unsupported("this version of the age format"),
        _ => Error::corrupt("the locked file does not open: it is damaged"),
    }
}
