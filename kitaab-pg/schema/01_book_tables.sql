-- The tables of a book's head, its ledger and its structure.
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
    seq        bigint      NOT NULL DEFAULT 0,
    link       bytea       NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
    catalogue  bigint      NOT NULL DEFAULT 0,
    dirty_from date,
    -- The ledger's clock, which never goes back.
    written_at timestamptz NOT NULL DEFAULT '-infinity',
    -- The highest numbers given to an item and a scale version; none is given twice.
    last_item  integer     NOT NULL DEFAULT 0,
    last_scale smallint    NOT NULL DEFAULT 0,
    -- Each constraint is read anew by each statement that writes: one for what belongs together.
    CONSTRAINT books_head_check CHECK (catalogue BETWEEN 0 AND seq AND length(link) = 32)
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

CREATE TABLE ledger_default PARTITION OF ledger DEFAULT;

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
    PRIMARY KEY (owner, id),
    -- Of each kind one that is live: of friendships in either direction, of follows in each. Where one ends and another begins
    -- in the same commit, what counts is how it leaves them.
    CONSTRAINT relations_friend EXCLUDE USING btree (owner WITH =, "with" WITH =)
        WHERE (kind = 'friend' AND state IN ('pending', 'accepted')) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT relations_follow EXCLUDE USING btree (owner WITH =, "with" WITH =, role WITH =)
        WHERE (kind = 'follow' AND state IN ('pending', 'accepted')) DEFERRABLE INITIALLY DEFERRED
);

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
