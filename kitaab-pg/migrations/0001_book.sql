-- The tables.
--
-- Everything is keyed by the owner of the book first: a foreign key that carries the owner can't lead into another
-- book, and a database spread by owner keeps a book in one place. `seq` and `revision` are sequence numbers in the
-- book's ledger. Three kinds of tables: the ledger (with what is needed to answer a commit sent twice), the state that its
-- replay gives (structure and days), and what is derived from that.
--
-- A structural record has columns for what the database should see to, or somebody may ask for in SQL, and in `body` the
-- change that makes it as it is, encoded: from that it is read back, to the letter.
--
-- Foreign keys within the structure wait for the end of the transaction: on the way there, a commit may name what it makes
-- only later.

-- The books, one per owner, and where each one's ledger stands. Whoever writes holds its row first.
CREATE TABLE books (
    owner      uuid        PRIMARY KEY,
    seq        bigint      NOT NULL DEFAULT 0 CHECK (seq >= 0),
    link       bytea       NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK (length(link) = 32),
    catalogue  bigint      NOT NULL DEFAULT 0 CHECK (catalogue BETWEEN 0 AND seq),
    dirty_from date,
    -- The ledger's clock, which never goes back.
    written_at timestamptz NOT NULL DEFAULT '-infinity',
    -- The highest numbers given to an item and a scale version; none is given twice.
    last_item  integer     NOT NULL DEFAULT 0,
    last_scale smallint    NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- Ledger -------------------------------------------------------------------------------------------------------------

-- leaves: a CBOR array of leaves. previous: for each change, the revisions that its records had before it, as LEB128
-- numbers: how many, then each; NULL where all are 0.
CREATE TABLE ledger (
    owner    uuid        NOT NULL,
    seq      bigint      NOT NULL,
    at       timestamptz NOT NULL,
    link     bytea       NOT NULL,
    header   bytea       NOT NULL,
    previous bytea,
    leaves   bytea       NOT NULL,
    PRIMARY KEY (owner, seq, at)
) PARTITION BY RANGE (at);

-- Of each device: its highest number, and the commit that has it.
CREATE TABLE devices (
    owner  uuid   NOT NULL,
    device uuid   NOT NULL,
    last   bigint NOT NULL,
    seq    bigint NOT NULL,
    PRIMARY KEY (owner, device)
) WITH (fillfactor = 70);

-- Of each request: the commit that answered it.
CREATE TABLE requests (
    owner   uuid   NOT NULL,
    request uuid   NOT NULL,
    seq     bigint NOT NULL,
    PRIMARY KEY (owner, request)
);

-- Structure ----------------------------------------------------------------------------------------------------------

-- The revisions of structural records, of those that were removed too. kind: as in the encoding of a record's key.
CREATE TABLE records (
    owner    uuid     NOT NULL REFERENCES books,
    kind     smallint NOT NULL,
    id       uuid     NOT NULL,
    revision bigint   NOT NULL,
    PRIMARY KEY (owner, kind, id)
);

CREATE TABLE settings (
    owner         uuid     PRIMARY KEY REFERENCES books,
    zone          text     COLLATE "C" NOT NULL,
    day_start     smallint NOT NULL CHECK (day_start BETWEEN 0 AND 720),
    first_weekday smallint NOT NULL CHECK (first_weekday BETWEEN 0 AND 6),
    body          bytea    NOT NULL
);

CREATE TABLE groups (
    owner         uuid   NOT NULL REFERENCES books,
    id            uuid   NOT NULL,
    name          text   COLLATE "C" NOT NULL,
    display_order bigint NOT NULL,
    body          bytea  NOT NULL,
    PRIMARY KEY (owner, id)
);

CREATE TABLE deeds (
    owner         uuid   NOT NULL REFERENCES books,
    id            uuid   NOT NULL,
    category      text   COLLATE "C" NOT NULL CHECK (category IN ('hasanaat', 'saiyyiaat')),
    measure       text   COLLATE "C" NOT NULL CHECK (measure IN ('scale', 'count')),
    unit          text   COLLATE "C",
    "group"       uuid,
    display_order bigint NOT NULL,
    body          bytea  NOT NULL,
    PRIMARY KEY (owner, id),
    FOREIGN KEY (owner, "group") REFERENCES groups DEFERRABLE INITIALLY DEFERRED
);

-- no: what entries are keyed by. level: 0 for a root. counted: for the figures of which category its entries count, 0 hasanaat
-- and 1 saiyyiaat; NULL if it is hidden, or one above it is.
CREATE TABLE items (
    owner         uuid     NOT NULL REFERENCES books,
    id            uuid     NOT NULL,
    no            integer  NOT NULL CHECK (no > 0),
    deed          uuid     NOT NULL,
    parent        uuid     CHECK (parent <> id),
    level         smallint NOT NULL DEFAULT 0,
    name          text     COLLATE "C" NOT NULL,
    description   text     COLLATE "C",
    display_order bigint   NOT NULL,
    hide          text     COLLATE "C" NOT NULL CHECK (hide IN ('none', 'hide_from_graphs', 'hide_from_all')),
    starts_on     date     NOT NULL,
    archived_from date,
    fast          boolean  NOT NULL,
    counted       smallint,
    body          bytea    NOT NULL,
    PRIMARY KEY (owner, id),
    UNIQUE (owner, no),
    FOREIGN KEY (owner, deed) REFERENCES deeds DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (owner, parent) REFERENCES items DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE scales (
    owner    uuid   NOT NULL REFERENCES books,
    id       uuid   NOT NULL,
    deed     uuid   NOT NULL,
    version  bigint NOT NULL CHECK (version > 0),
    from_day date   NOT NULL,
    body     bytea  NOT NULL,
    PRIMARY KEY (owner, id),
    FOREIGN KEY (owner, deed) REFERENCES deeds DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE scale_values (
    owner    uuid     NOT NULL,
    scale    uuid     NOT NULL,
    position smallint NOT NULL CHECK (position BETWEEN 0 AND 99),
    label    text     COLLATE "C" NOT NULL,
    score    integer  NOT NULL,
    PRIMARY KEY (owner, scale, position),
    UNIQUE (owner, scale, label),
    FOREIGN KEY (owner, scale) REFERENCES scales ON DELETE CASCADE
);

-- What entries call the scale versions that they hold values of, and the scores of those values by position. A version may
-- be gone, and entries with its values stay: their scores are 0.
CREATE TABLE scale_numbers (
    owner  uuid      NOT NULL REFERENCES books,
    no     smallint  NOT NULL CHECK (no > 0),
    id     uuid      NOT NULL,
    scores integer[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (owner, no),
    UNIQUE (owner, id)
);

CREATE TABLE exemptions (
    owner     uuid  NOT NULL REFERENCES books,
    id        uuid  NOT NULL,
    first_day date  NOT NULL,
    last_day  date,
    scope     text  COLLATE "C" NOT NULL CHECK (scope IN ('hasanaat', 'deed', 'item')),
    deed      uuid  CHECK ((deed IS NOT NULL) = (scope = 'deed')),
    item      uuid  CHECK ((item IS NOT NULL) = (scope = 'item')),
    reason    text  COLLATE "C" NOT NULL,
    words     text  COLLATE "C" CHECK ((words IS NOT NULL) = (reason = 'other')),
    body      bytea NOT NULL,
    PRIMARY KEY (owner, id),
    FOREIGN KEY (owner, deed) REFERENCES deeds DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (owner, item) REFERENCES items DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE merits (
    owner         uuid     NOT NULL REFERENCES books,
    id            uuid     NOT NULL,
    title         text     COLLATE "C" NOT NULL,
    description   text     COLLATE "C",
    category      text     COLLATE "C" NOT NULL CHECK (category IN ('positive', 'negative')),
    active        boolean  NOT NULL,
    duration      smallint NOT NULL CHECK (duration BETWEEN 1 AND 365),
    rule          jsonb    NOT NULL,
    display_order bigint   NOT NULL,
    body          bytea    NOT NULL,
    PRIMARY KEY (owner, id)
);

-- The conditions of rules, in the order in which they are written. The item may be gone: then the rule says so.
CREATE TABLE merit_items (
    owner    uuid     NOT NULL,
    merit    uuid     NOT NULL,
    position smallint NOT NULL,
    item     uuid     NOT NULL,
    below    text     COLLATE "C" NOT NULL CHECK (below IN ('no', 'any', 'each')),
    test     jsonb    NOT NULL,
    PRIMARY KEY (owner, merit, position),
    FOREIGN KEY (owner, merit) REFERENCES merits ON DELETE CASCADE
);

CREATE TABLE targets (
    owner       uuid    NOT NULL REFERENCES books,
    id          uuid    NOT NULL,
    title       text    COLLATE "C" NOT NULL,
    description text    COLLATE "C",
    first_day   date    NOT NULL,
    last_day    date    NOT NULL,
    active      boolean NOT NULL,
    body        bytea   NOT NULL,
    PRIMARY KEY (owner, id)
);

CREATE TABLE target_items (
    owner    uuid     NOT NULL,
    target   uuid     NOT NULL,
    position smallint NOT NULL,
    item     uuid     NOT NULL,
    below    text     COLLATE "C" NOT NULL CHECK (below IN ('no', 'any', 'each')),
    test     jsonb    NOT NULL,
    PRIMARY KEY (owner, target, position),
    FOREIGN KEY (owner, target) REFERENCES targets ON DELETE CASCADE
);

CREATE TABLE reminders (
    owner         uuid     NOT NULL REFERENCES books,
    id            uuid     NOT NULL,
    title         text     COLLATE "C" NOT NULL,
    text          text     COLLATE "C",
    item          uuid,
    priority      smallint NOT NULL CHECK (priority BETWEEN 1 AND 5),
    time          jsonb    NOT NULL,
    active        boolean  NOT NULL,
    completed_at  timestamptz,
    snoozed_until timestamptz,
    body          bytea    NOT NULL,
    PRIMARY KEY (owner, id),
    FOREIGN KEY (owner, item) REFERENCES items DEFERRABLE INITIALLY DEFERRED
);

-- id: the Hijri month as a number, as 144709.
CREATE TABLE sightings (
    owner     uuid  NOT NULL REFERENCES books,
    id        uuid  NOT NULL,
    month     integer NOT NULL,
    first_day date  NOT NULL,
    body      bytea NOT NULL,
    PRIMARY KEY (owner, id)
);

-- What stands, or stood, between the owner and somebody else. The other's book holds the mirror image under the same id.
CREATE TABLE relations (
    owner        uuid        NOT NULL REFERENCES books,
    id           uuid        NOT NULL,
    "with"       uuid        NOT NULL CHECK ("with" <> owner),
    kind         text        COLLATE "C" NOT NULL CHECK (kind IN ('friend', 'follow')),
    role         text        COLLATE "C" NOT NULL CHECK (role IN ('requester', 'receiver')),
    state        text        COLLATE "C" NOT NULL CHECK (state IN ('pending', 'accepted', 'rejected', 'ended')),
    requested_at timestamptz NOT NULL,
    accepted_at  timestamptz CHECK ((accepted_at IS NOT NULL) = (state = 'accepted')),
    changed_at   timestamptz NOT NULL,
    body         bytea       NOT NULL,
    PRIMARY KEY (owner, id)
);

-- Of each kind one that is live: of friendships in either direction, of follows in each.
CREATE UNIQUE INDEX relations_friend ON relations (owner, "with") WHERE kind = 'friend' AND state IN ('pending', 'accepted');
CREATE UNIQUE INDEX relations_follow ON relations (owner, "with", role) WHERE kind = 'follow' AND state IN ('pending', 'accepted');

-- Those whose requests don't reach the owner. id: theirs.
CREATE TABLE blocks (
    owner      uuid        NOT NULL REFERENCES books,
    id         uuid        NOT NULL CHECK (id <> owner),
    blocked_at timestamptz NOT NULL,
    body       bytea       NOT NULL,
    PRIMARY KEY (owner, id)
);

-- What others may see of a deed or an item, or write in it.
CREATE TABLE permissions (
    owner      uuid        NOT NULL REFERENCES books,
    id         uuid        NOT NULL,
    relation   uuid        NOT NULL,
    deed       uuid,
    item       uuid        CHECK (num_nonnulls(deed, item) = 1),
    level      text        COLLATE "C" NOT NULL CHECK (level IN ('read', 'write')),
    granted_at timestamptz NOT NULL,
    body       bytea       NOT NULL,
    PRIMARY KEY (owner, id),
    FOREIGN KEY (owner, relation) REFERENCES relations DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (owner, deed) REFERENCES deeds DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (owner, item) REFERENCES items DEFERRABLE INITIALLY DEFERRED
);

-- Days ---------------------------------------------------------------------------------------------------------------

-- value: hundredths of an amount, or the position in the scale version whose number is given; scale_no is 0 for amounts (a NULL
-- would cost eight bytes in the index). seq: of the last change; an integer is enough for a commit each second for 68 years.
-- The key holds all that is read in bulk, so that whole pages of the index answer; the order of columns leaves no gaps.
CREATE TABLE entries (
    owner    uuid     NOT NULL,
    value    bigint   NOT NULL CHECK (value BETWEEN 0 AND 9999999999),
    day      date     NOT NULL CHECK (day BETWEEN '1900-01-01' AND '2100-12-31'),
    item_no  integer  NOT NULL,
    seq      integer  NOT NULL,
    scale_no smallint NOT NULL,
    noted    boolean  NOT NULL,
    PRIMARY KEY (owner, day, item_no) INCLUDE (value, seq, scale_no, noted),
    FOREIGN KEY (owner, item_no) REFERENCES items (owner, no)
) PARTITION BY RANGE (day);

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

-- outcome: 0 not earned, 1 undetermined, 2 earned.
CREATE TABLE verdicts (
    owner   uuid     NOT NULL,
    merit   uuid     NOT NULL,
    day     date     NOT NULL,
    outcome smallint NOT NULL CHECK (outcome BETWEEN 0 AND 2),
    PRIMARY KEY (owner, day, merit),
    FOREIGN KEY (owner, merit) REFERENCES merits ON DELETE CASCADE
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
