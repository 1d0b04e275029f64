-- The tables that keeping a server needs: years that are archived, nights of evaluation, books that were erased.

-- Archives -----------------------------------------------------------------------------------------------------------

-- Years that were taken out of their table. filed_at: when the year was written to a file and dropped here; until then its
-- table stands by itself under its name. coming: the hash of the file that is about to take the place of the one with `sha256`:
-- cut short, either may be there. sums_kept: that its days' sums were kept in `days_away` since it left; of one of which they were
-- not, all days are reckoned anew.
CREATE TABLE archives (
    name        text        COLLATE "C" PRIMARY KEY,
    parent      text        COLLATE "C" NOT NULL CHECK (parent IN ('entries', 'ledger')),
    year        integer     NOT NULL,
    detached_at timestamptz NOT NULL DEFAULT now(),
    rows        bigint,
    sha256      bytea,
    filed_at    timestamptz,
    coming      bytea,
    sums_kept   boolean     NOT NULL DEFAULT true
);

-- What of a year that is away must not come back: what is of a book that was erased meanwhile (item_no is NULL), or of an item. A
-- mark, and no comparison of times: clocks go back.
CREATE TABLE left_out (
    archive    text    COLLATE "C" NOT NULL REFERENCES archives ON DELETE CASCADE,
    owner_hash bytea   NOT NULL,
    item_no    integer,
    UNIQUE NULLS NOT DISTINCT (archive, owner_hash, item_no)
);

-- What the entries of a day came to that is away. Kept of days that are reckoned anew meanwhile; of all others `days` says it. All 0
-- where nothing is away, and what there is was recorded since.
CREATE TABLE days_away (
    owner             uuid    NOT NULL,
    day               date    NOT NULL,
    entries           integer NOT NULL DEFAULT 0,
    hasanaat_total    bigint  NOT NULL DEFAULT 0,
    hasanaat_score    bigint  NOT NULL DEFAULT 0,
    saiyyiaat_total   bigint  NOT NULL DEFAULT 0,
    saiyyiaat_score   bigint  NOT NULL DEFAULT 0,
    hasanaat_counted  integer NOT NULL DEFAULT 0,
    hasanaat_scored   integer NOT NULL DEFAULT 0,
    saiyyiaat_counted integer NOT NULL DEFAULT 0,
    saiyyiaat_scored  integer NOT NULL DEFAULT 0,
    PRIMARY KEY (owner, day)
);

-- The last commit of each book in a year of the ledger that is away: the next one follows from it.
CREATE TABLE ledger_ends (
    owner   uuid   NOT NULL,
    seq     bigint NOT NULL,
    link    bytea  NOT NULL,
    archive text   COLLATE "C" NOT NULL REFERENCES archives ON DELETE CASCADE,
    PRIMARY KEY (owner, seq)
);

-- Nightly evaluation -------------------------------------------------------------------------------------------------

-- Runs: one for each day that was evaluated for all books. ended_at: NULL while books are left.
CREATE TABLE evaluations (
    day      date        PRIMARY KEY,
    begun_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz
);

-- The books that a run has still to look at. failed: why one could not be evaluated; it is tried again by the next run.
CREATE TABLE evaluation_work (
    day    date NOT NULL,
    owner  uuid NOT NULL,
    failed text COLLATE "C",
    PRIMARY KEY (day, owner)
);

-- Erasures -----------------------------------------------------------------------------------------------------------

-- The books that were erased, by the hash of their owner: enough to know them again in a backup, and nothing more.
CREATE TABLE erased (
    owner_hash bytea       PRIMARY KEY,
    at         timestamptz NOT NULL
);
