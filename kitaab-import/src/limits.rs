//! How much of an input is read before it is refused.

/// The limits that keep a hostile or broken input from using up time and memory. The defaults are far above what a
/// person records in a lifetime; passing one of them is an `invalid` error, never a silent cut.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// Largest SQLite file, in bytes. Default 1 GiB.
    pub database_bytes: u64,
    /// Largest text or blob that SQLite may hand out, and longest string of a JSON document, in bytes. Default 16 MiB.
    pub cell_bytes: i32,
    /// Most instructions that SQLite's virtual machine may run, in all. Default 1,000,000,000; a row takes about 30.
    pub database_steps: u64,
    /// Largest zip archive, in bytes. Default 256 MiB.
    pub archive_bytes: u64,
    /// Most bytes that may be read to find an archive's list of entries. Default 8 MiB.
    pub directory_bytes: u64,
    /// Most entries of an archive, or files of a folder. Default 20,000.
    pub entries: usize,
    /// Most bytes read from one entry, uncompressed. Default 64 MiB.
    pub entry_bytes: u64,
    /// Most bytes read from all entries, uncompressed. Default 256 MiB.
    pub total_bytes: u64,
    /// Most uncompressed bytes for each compressed one, once an entry has given 1 MiB. Default 200; exports of
    /// habits reach about 30.
    pub ratio: u64,
    /// Largest export that is one text file, in bytes. Default 256 MiB.
    pub text_file_bytes: u64,
    /// Longest line of a CSV file, in bytes. Default 1 MiB.
    pub line_bytes: u64,
    /// Most habits. Default 10,000.
    pub habits: usize,
    /// Most rows, over all habits. Default 5,000,000.
    pub rows: u64,
    /// Most bytes of text kept from all rows together. Default 256 MiB. A database can repeat one long text for every
    /// row at no cost to itself, so that its size bounds nothing.
    pub text_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1 << 20;
        Self {
            database_bytes: 1024 * MIB,
            cell_bytes: 16 << 20,
            database_steps: 1_000_000_000,
            archive_bytes: 256 * MIB,
            directory_bytes: 8 * MIB,
            entries: 20_000,
            entry_bytes: 64 * MIB,
            total_bytes: 256 * MIB,
            ratio: 200,
            text_file_bytes: 256 * MIB,
            line_bytes: MIB,
            habits: 10_000,
            rows: 5_000_000,
            text_bytes: 256 * MIB,
        }
    }
}
