-- The first schema.
--
-- Days are counted from 1970-01-01. `seq` and `revision` are sequence numbers in the book's ledger.
-- Three kinds of tables: the ledger (commits, what is needed to answer a commit sent twice), the
-- state that its replay gives (structure and days), and what is derived from that.

-- The books, one per owner, and where each one's ledger stands. Numbers are never used again, so
-- that what a program remembers of a book can't be taken for another one's.
CREATE TABLE books (
    no         INTEGER PRIMARY KEY AUTOINCREMENT,
    owner      BLOB    NOT NULL UNIQUE,
    seq        INTEGER NOT NULL,
    link       BLOB    NOT NULL,
    catalogue  INTEGER NOT NULL,
    dirty_from INTEGER
) STRICT;

-- Ledger -------------------------------------------------------------------------------------------

-- id: the book's number in the high bits, the sequence number in the low forty.
-- leaves: a CBOR array of leaves; NULL where they are kept in parts.
-- previous: for each change, the revisions that its records had before it; NULL where all are 0.
CREATE TABLE commits (
    id       INTEGER PRIMARY KEY,
    header   BLOB NOT NULL,
    link     BLOB NOT NULL,
    previous BLOB,
    leaves   BLOB
) STRICT;

-- The leaves of large commits, some 256 KiB in each part.
CREATE TABLE commit_parts (
    commit_id INTEGER NOT NULL REFERENCES commits (id),
    part      INTEGER NOT NULL,
    leaves    BLOB    NOT NULL,
    PRIMARY KEY (commit_id, part)
) STRICT, WITHOUT ROWID;

-- Of each device: its highest number, and the commit that has it.
CREATE TABLE devices (
    book_no INTEGER NOT NULL REFERENCES books (no),
    device  BLOB    NOT NULL,
    last    INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (book_no, device)
) STRICT, WITHOUT ROWID;

-- Of each request: the commit that answered it.
CREATE TABLE requests (
    book_no INTEGER NOT NULL REFERENCES books (no),
    request BLOB    NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (book_no, request)
) STRICT, WITHOUT ROWID;

-- State --------------------------------------------------------------------------------------------

-- The structure. kind: as in the encoding of a record's key. body: the change that makes the record
-- as it is, encoded; NULL for a record that was removed and keeps its history.
CREATE TABLE records (
    book_no  INTEGER NOT NULL REFERENCES books (no),
    kind     INTEGER NOT NULL,
    id       BLOB    NOT NULL,
    body     BLOB,
    revision INTEGER NOT NULL,
    PRIMARY KEY (book_no, kind, id)
) STRICT, WITHOUT ROWID;

-- Short numbers for items, and for the scale versions that entries hold values of. They stay within
-- this file.
CREATE TABLE items (
    no      INTEGER PRIMARY KEY AUTOINCREMENT,
    book_no INTEGER NOT NULL REFERENCES books (no),
    id      BLOB    NOT NULL,
    UNIQUE (book_no, id)
) STRICT;

CREATE TABLE scales (
    no      INTEGER PRIMARY KEY AUTOINCREMENT,
    book_no INTEGER NOT NULL REFERENCES books (no),
    id      BLOB    NOT NULL,
    UNIQUE (book_no, id)
) STRICT;

-- value: hundredths of an amount, or the position in the scale version whose number is given. noted: 1
-- if there is a note.
CREATE TABLE entries (
    item_no  INTEGER NOT NULL REFERENCES items (no),
    day      INTEGER NOT NULL,
    value    INTEGER NOT NULL,
    scale_no INTEGER,
    noted    INTEGER,
    seq      INTEGER NOT NULL,
    PRIMARY KEY (item_no, day)
) STRICT, WITHOUT ROWID;

-- The revisions of entries that are there no more.
CREATE TABLE removed_entries (
    item_no INTEGER NOT NULL REFERENCES items (no),
    day     INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (item_no, day)
) STRICT, WITHOUT ROWID;

-- The notes of entries. id: book, day and item, so that a book's notes lie in order of days.
CREATE TABLE notes (
    id   INTEGER PRIMARY KEY,
    note TEXT NOT NULL
) STRICT;

-- count: 0 where none are left; the revision stays.
CREATE TABLE make_ups (
    item_no INTEGER NOT NULL REFERENCES items (no),
    day     INTEGER NOT NULL,
    count   INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (item_no, day)
) STRICT, WITHOUT ROWID;

-- reviewed: 0 where the mark was taken away; the revision stays.
CREATE TABLE reviewed (
    book_no  INTEGER NOT NULL REFERENCES books (no),
    day      INTEGER NOT NULL,
    reviewed INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    PRIMARY KEY (book_no, day)
) STRICT, WITHOUT ROWID;

-- id: book, day and category. text: NULL where it was taken away; the revision stays.
CREATE TABLE reflections (
    id   INTEGER PRIMARY KEY,
    text TEXT,
    seq  INTEGER NOT NULL
) STRICT;

-- Derived ------------------------------------------------------------------------------------------

-- The daily rollup: the days that are logged, and what they come to.
CREATE TABLE days (
    book_no           INTEGER NOT NULL REFERENCES books (no),
    day               INTEGER NOT NULL,
    reviewed          INTEGER NOT NULL,
    entries           INTEGER NOT NULL,
    hasanaat_counted  INTEGER NOT NULL,
    hasanaat_total    INTEGER NOT NULL,
    hasanaat_scored   INTEGER NOT NULL,
    hasanaat_score    INTEGER NOT NULL,
    saiyyiaat_counted INTEGER NOT NULL,
    saiyyiaat_total   INTEGER NOT NULL,
    saiyyiaat_scored  INTEGER NOT NULL,
    saiyyiaat_score   INTEGER NOT NULL,
    PRIMARY KEY (book_no, day)
) STRICT, WITHOUT ROWID;

-- outcome: 0 not earned, 1 undetermined, 2 earned.
CREATE TABLE verdicts (
    book_no INTEGER NOT NULL REFERENCES books (no),
    day     INTEGER NOT NULL,
    merit   BLOB    NOT NULL,
    outcome INTEGER NOT NULL,
    PRIMARY KEY (book_no, day, merit)
) STRICT, WITHOUT ROWID;

-- The words of notes and reflections, as the core tells them apart: joined by spaces, so that the
-- tokenizer has nothing left to decide. rowid: the id of the note or reflection.
CREATE VIRTUAL TABLE note_words USING fts5 (words, tokenize = 'ascii', detail = none, columnsize = 0);
CREATE VIRTUAL TABLE reflection_words USING fts5 (words, tokenize = 'ascii', detail = none, columnsize = 0);

-- What is left to do: a row for each chore that must be finished even after a crash.
CREATE TABLE chores (
    chore TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
