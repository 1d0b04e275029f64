-- Who else read in a book: once per reader, deed and day. No part of the book: not in its ledger.
-- day: by the owner's clocks. first_at: microseconds since 1970-01-01T00:00:00Z.
CREATE TABLE access_log (
    book_no  INTEGER NOT NULL REFERENCES books (no),
    day      INTEGER NOT NULL,
    reader   BLOB    NOT NULL,
    deed     BLOB    NOT NULL,
    first_at INTEGER NOT NULL,
    PRIMARY KEY (book_no, day, reader, deed)
) STRICT, WITHOUT ROWID;
