-- The tables of days, of what is derived from them and from the structure, and of what stands beside the book.

-- Days ---------------------------------------------------------------------------------------------------------------

-- value: hundredths of an amount, or the position in the scale version whose number is given; scale_no is 0 for amounts (a NULL
-- would cost eight bytes in the index). seq: of the last change; an integer is enough for a commit each second for 68 years.
-- The key holds all that is read in bulk, so that whole pages of the index answer; the order of columns leaves no gaps.
CREATE TABLE entries (
    owner    uuid     NOT NULL,
    value    bigint   NOT NULL,
    day      date     NOT NULL,
    item_no  integer  NOT NULL,
    seq      integer  NOT NULL,
    scale_no smallint NOT NULL,
    noted    boolean  NOT NULL,
    PRIMARY KEY (owner, day, item_no) INCLUDE (value, seq, scale_no, noted),
    FOREIGN KEY (owner, item_no) REFERENCES items (owner, no),
    CONSTRAINT entries_range_check CHECK (value BETWEEN 0 AND 9999999999 AND day BETWEEN '1900-01-01' AND '2100-12-31')
) PARTITION BY RANGE (day);

CREATE TABLE entries_before_2015 PARTITION OF entries FOR VALUES FROM (MINVALUE) TO ('2015-01-01');
CREATE TABLE entries_default PARTITION OF entries DEFAULT;

-- words: the words of the note as the core tells them apart, by which it is found.
CREATE TABLE notes (
    owner   uuid    NOT NULL,
    day     date    NOT NULL,
    item_no integer NOT NULL,
    note    text    COLLATE "C" NOT NULL,
    words   text[]  COLLATE "C" NOT NULL,
    PRIMARY KEY (owner, day, item_no),
    FOREIGN KEY (owner, item_no) REFERENCES items (owner, no)
);

-- kind: 11 make-ups done, 13 owed days settled by fidya. count: 0 where none are left; the revision stays.
CREATE TABLE make_ups (
    owner   uuid     NOT NULL,
    item_no integer  NOT NULL,
    kind    smallint NOT NULL CHECK (kind IN (11, 13)),
    day     date     NOT NULL,
    count   bigint   NOT NULL CHECK (count BETWEEN 0 AND 4294967295),
    seq     bigint   NOT NULL,
    PRIMARY KEY (owner, item_no, kind, day),
    FOREIGN KEY (owner, item_no) REFERENCES items (owner, no)
);

-- The revisions of entries, make-ups and fidya that are there no more; their item may be gone too.
CREATE TABLE removed (
    owner uuid     NOT NULL REFERENCES books,
    item  uuid     NOT NULL,
    kind  smallint NOT NULL CHECK (kind IN (9, 11, 13)),
    day   date     NOT NULL,
    seq   bigint   NOT NULL,
    PRIMARY KEY (owner, item, kind, day)
);

-- reviewed: false where the mark was taken away; the revision stays.
CREATE TABLE reviewed (
    owner    uuid    NOT NULL REFERENCES books,
    day      date    NOT NULL,
    reviewed boolean NOT NULL,
    seq      bigint  NOT NULL,
    PRIMARY KEY (owner, day)
);

-- category: 0 hasanaat, 1 saiyyiaat. text: NULL where it was taken away; the revision stays.
CREATE TABLE reflections (
    owner    uuid     NOT NULL REFERENCES books,
    day      date     NOT NULL,
    category smallint NOT NULL CHECK (category IN (0, 1)),
    text     text     COLLATE "C",
    words    text[]   COLLATE "C",
    seq      bigint   NOT NULL,
    PRIMARY KEY (owner, day, category)
);

-- Derived ------------------------------------------------------------------------------------------------------------

-- The daily rollup: the days that are logged, and what they come to.
CREATE TABLE days (
    owner             uuid    NOT NULL,
    day               date    NOT NULL,
    entries           integer NOT NULL,
    hasanaat_total    bigint  NOT NULL,
    hasanaat_score    bigint  NOT NULL,
    saiyyiaat_total   bigint  NOT NULL,
    saiyyiaat_score   bigint  NOT NULL,
    hasanaat_counted  integer NOT NULL,
    hasanaat_scored   integer NOT NULL,
    saiyyiaat_counted integer NOT NULL,
    saiyyiaat_scored  integer NOT NULL,
    reviewed          boolean NOT NULL,
    PRIMARY KEY (owner, day)
) WITH (fillfactor = 80);

-- outcome: 0 not earned, 1 undetermined, 2 earned. That the merit is there is seen to by triggers (`check_verdicts`).
CREATE TABLE verdicts (
    owner   uuid     NOT NULL,
    merit   uuid     NOT NULL,
    day     date     NOT NULL,
    outcome smallint NOT NULL CHECK (outcome BETWEEN 0 AND 2),
    PRIMARY KEY (owner, day, merit)
);

-- What others see, worked out whenever the structure changes, so that a policy need not walk a tree: the structure as they see
-- it (the changes that make its records), and the scale versions in it ...
CREATE TABLE views (
    owner   uuid    NOT NULL REFERENCES books,
    grantee uuid    NOT NULL CHECK (grantee <> owner),
    bodies  bytea[] NOT NULL,
    scales  uuid[]  NOT NULL,
    PRIMARY KEY (owner, grantee)
);

-- ... and the items whose entries they see. level: 1 read, 2 write.
CREATE TABLE shared (
    owner   uuid     NOT NULL,
    grantee uuid     NOT NULL,
    item    uuid     NOT NULL,
    item_no integer  NOT NULL,
    level   smallint NOT NULL CHECK (level IN (1, 2)),
    PRIMARY KEY (owner, grantee, item),
    FOREIGN KEY (owner, grantee) REFERENCES views ON DELETE CASCADE,
    FOREIGN KEY (owner, item) REFERENCES items ON DELETE CASCADE
);

-- Beside the book ----------------------------------------------------------------------------------------------------

-- Which occurrences of reminders the hosts have taken to deliver. put_off: false for one as it was planned.
-- slot: the minutes from 1970-01-01 00:00 by the owner's clocks; of one put off, the instant.
-- at, until: instants, in microseconds since 1970-01-01T00:00:00Z. until: NULL once it is confirmed.
CREATE TABLE reminder_claims (
    owner    uuid    NOT NULL,
    reminder uuid    NOT NULL,
    put_off  boolean NOT NULL,
    slot     bigint  NOT NULL,
    at       bigint  NOT NULL,
    until    bigint,
    PRIMARY KEY (owner, reminder, put_off, slot),
    FOREIGN KEY (owner, reminder) REFERENCES reminders ON DELETE CASCADE
);

-- Who else read in a book: once per reader, deed and day. day: by the owner's clocks. first_at: microseconds since
-- 1970-01-01T00:00:00Z.
CREATE TABLE access_log (
    owner    uuid   NOT NULL REFERENCES books,
    day      date   NOT NULL,
    reader   uuid   NOT NULL CHECK (reader <> owner),
    deed     uuid   NOT NULL,
    first_at bigint NOT NULL,
    PRIMARY KEY (owner, day, reader, deed)
);
