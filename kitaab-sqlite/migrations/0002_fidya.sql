-- Owed days that were settled by fidya. count: 0 where none are left; the revision stays.
CREATE TABLE fidya (
    item_no INTEGER NOT NULL REFERENCES items (no),
    day     INTEGER NOT NULL,
    count   INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (item_no, day)
) STRICT, WITHOUT ROWID;
