-- Which occurrences of reminders the hosts have taken to deliver. No part of the book: not in its ledger.
-- put_off: 0 for one as it was planned, 1 for one that was put off.
-- slot: the minutes from 1970-01-01 00:00 by the owner's clocks; of one put off, the instant.
-- at, until: instants, in microseconds since 1970-01-01T00:00:00Z. until: NULL once it is confirmed.
CREATE TABLE reminder_claims (
    book_no  INTEGER NOT NULL REFERENCES books (no),
    reminder BLOB    NOT NULL,
    put_off  INTEGER NOT NULL,
    slot     INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    until    INTEGER,
    PRIMARY KEY (book_no, reminder, put_off, slot)
) STRICT, WITHOUT ROWID;
