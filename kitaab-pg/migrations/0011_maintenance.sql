-- Keeping a server: partitions, archives, retention, nightly evaluation, erasures that outlast a restore.
--
-- All of it is the owner role's to do, and of nobody who serves. Where a function goes through many books it enters one after
-- the other, so that a mistake in it stays within one.

-- Archives -----------------------------------------------------------------------------------------------------------

-- Years that were taken out of their table. filed_at: when the year was written to a file and dropped here; until then its
-- table stands by itself under its name.
CREATE TABLE archives (
    name        text        COLLATE "C" PRIMARY KEY,
    parent      text        COLLATE "C" NOT NULL CHECK (parent IN ('entries', 'ledger')),
    year        integer     NOT NULL,
    detached_at timestamptz NOT NULL DEFAULT now(),
    rows        bigint,
    sha256      bytea,
    filed_at    timestamptz
);

-- As it was, but for years that are archived: those are not made anew.
CREATE OR REPLACE FUNCTION add_partitions(p_through integer) RETURNS SETOF text
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_table text;
    v_column text;
    v_first integer;
    v_year integer;
    v_name text;
BEGIN
    IF p_through NOT BETWEEN 2015 AND 2101 THEN
        RAISE EXCEPTION 'partitions are made for the years 2015 to 2101' USING ERRCODE = 'KT005', DETAIL = 'year';
    END IF;
    -- Two hosts may do this at once.
    PERFORM pg_advisory_xact_lock(hashtext('kitaab.add_partitions'));
    FOR v_table, v_column, v_first IN VALUES ('entries', 'day', 2015), ('ledger', 'at', 2026) LOOP
        FOR v_year IN v_first .. p_through LOOP
            v_name := format('%s_%s', v_table, v_year);
            CONTINUE WHEN to_regclass('kitaab.' || v_name) IS NOT NULL OR EXISTS (SELECT FROM archives a WHERE a.name = v_name);
            EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', v_name, v_table);
            PERFORM move_from_default(v_table, v_column, v_name, v_year);
            EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', v_table, v_name,
                           make_date(v_year, 1, 1), make_date(v_year + 1, 1, 1));
            EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', v_name);
            RETURN NEXT v_name;
        END LOOP;
    END LOOP;
END $$;

-- The partitions that `add_partitions` would make.
CREATE FUNCTION missing_partitions(p_through integer) RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = kitaab, pg_temp AS $$
    SELECT t.name || '_' || y.year
    FROM (VALUES ('entries', 2015), ('ledger', 2026)) AS t (name, first), generate_series(t.first, p_through) AS y (year)
    WHERE to_regclass('kitaab.' || t.name || '_' || y.year) IS NULL
      AND NOT EXISTS (SELECT FROM archives a WHERE a.name = t.name || '_' || y.year)
$$;

-- The years before one that could be archived.
CREATE FUNCTION archivable(p_before integer) RETURNS TABLE (name text, parent text, year integer)
LANGUAGE sql STABLE SET search_path = kitaab, pg_temp AS $$
    SELECT c.relname::text, p.relname::text, substring(c.relname FROM '\d{4}$')::integer
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
    WHERE p.relnamespace = 'kitaab'::regnamespace AND p.relname IN ('entries', 'ledger')
      AND c.relname ~ ('^' || p.relname || '_\d{4}$') AND substring(c.relname FROM '\d{4}$')::integer < p_before
    ORDER BY 3, 1
$$;

-- Takes a year out of its table. It stands by itself then: no policy lets anybody else at it, but its owner may copy it.
CREATE FUNCTION detach_year(p_name text) RETURNS void
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_parent text;
    v_year integer;
    v_constraint text;
BEGIN
    SELECT a.parent, a.year INTO v_parent, v_year FROM archivable(extract(year FROM now())::integer) a WHERE a.name = p_name;
    IF NOT FOUND THEN
        RAISE EXCEPTION '% is no year that is over', p_name USING ERRCODE = 'KT005', DETAIL = 'year';
    END IF;
    INSERT INTO archives (name, parent, year) VALUES (p_name, v_parent, v_year);
    EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', v_parent, p_name);
    EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', p_name);
    -- An item may be removed while its days are away.
    FOR v_constraint IN SELECT conname FROM pg_constraint WHERE conrelid = format('kitaab.%I', p_name)::regclass AND contype = 'f' LOOP
        EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', p_name, v_constraint);
    END LOOP;
END $$;

-- The file is whole: the table can go.
CREATE FUNCTION file_year(p_name text, p_rows bigint, p_sha256 bytea) RETURNS void
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
BEGIN
    UPDATE archives SET rows = p_rows, sha256 = p_sha256, filed_at = now() WHERE name = p_name AND filed_at IS NULL;
    IF FOUND THEN
        EXECUTE format('DROP TABLE IF EXISTS %I', p_name);
    END IF;
END $$;

-- A table to fill from an archive's file.
CREATE FUNCTION receive_year(p_name text) RETURNS void
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_parent text;
BEGIN
    SELECT a.parent INTO v_parent FROM archives a WHERE a.name = p_name AND a.filed_at IS NOT NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION '% is not archived in a file', p_name USING ERRCODE = 'KT001', DETAIL = 'archive ' || p_name;
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS %I', p_name);
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', p_name, v_parent);
END $$;

-- Puts a year back in its place. What was erased or removed meanwhile stays away, and what was written anew for a day of
-- that year stays as it was written. Tells how many rows came back.
CREATE FUNCTION attach_year(p_name text) RETURNS bigint
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_archive archives;
    v_column text;
    v_owner uuid;
    v_rows bigint;
BEGIN
    SELECT * INTO STRICT v_archive FROM archives a WHERE a.name = p_name;
    v_column := CASE v_archive.parent WHEN 'entries' THEN 'day' ELSE 'at' END;
    EXECUTE format('DELETE FROM %I t WHERE NOT EXISTS (SELECT FROM books b WHERE b.owner = t.owner)', p_name);
    IF v_archive.parent = 'entries' THEN
        FOR v_owner IN EXECUTE format('SELECT DISTINCT owner FROM %I', p_name) LOOP
            PERFORM set_config('kitaab.book', v_owner::text, true);
            EXECUTE format('DELETE FROM %I t WHERE t.owner = $1
                AND (NOT EXISTS (SELECT FROM items i WHERE i.owner = $1 AND i.no = t.item_no)
                     OR EXISTS (SELECT FROM entries e WHERE e.owner = $1 AND e.day = t.day AND e.item_no = t.item_no))', p_name)
            USING v_owner;
        END LOOP;
    END IF;
    EXECUTE format('SELECT count(*) FROM %I', p_name) INTO v_rows;
    PERFORM move_from_default(v_archive.parent, v_column, p_name, v_archive.year);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', v_archive.parent, p_name,
                   make_date(v_archive.year, 1, 1), make_date(v_archive.year + 1, 1, 1));
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', p_name);
    DELETE FROM archives a WHERE a.name = p_name;
    RETURN v_rows;
END $$;

-- Retention ----------------------------------------------------------------------------------------------------------

-- Drops what one kind keeps from before an instant, of so many books after one; tells the last book and how many rows. With
-- p_dry nothing is dropped. Kinds: verdicts, requests, claims, accesses.
CREATE FUNCTION prune(
    p_kind text, p_before timestamptz, p_after uuid, p_books integer, p_dry boolean, OUT o_last uuid, OUT o_rows bigint
)
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_owner uuid;
    v_rows bigint;
    v_which text;
BEGIN
    v_which := CASE p_kind
        WHEN 'verdicts' THEN 'verdicts WHERE owner = $1 AND day < $2::date'
        WHEN 'requests' THEN 'requests r WHERE owner = $1 AND (SELECT l.at FROM ledger l WHERE l.owner = $1 AND l.seq = r.seq) < $2'
        WHEN 'claims' THEN 'reminder_claims WHERE owner = $1 AND at < extract(epoch FROM $2) * 1000000'
        WHEN 'accesses' THEN 'access_log WHERE owner = $1 AND day < $2::date'
    END;
    IF v_which IS NULL THEN
        RAISE EXCEPTION 'there is no kind %', p_kind USING ERRCODE = 'KT005', DETAIL = 'kind';
    END IF;
    o_rows := 0;
    FOR v_owner IN SELECT b.owner FROM books b WHERE p_after IS NULL OR b.owner > p_after ORDER BY b.owner LIMIT p_books LOOP
        PERFORM set_config('kitaab.book', v_owner::text, true);
        IF p_dry THEN
            EXECUTE 'SELECT count(*) FROM ' || v_which INTO v_rows USING v_owner, p_before;
        ELSE
            EXECUTE 'DELETE FROM ' || v_which USING v_owner, p_before;
            GET DIAGNOSTICS v_rows = ROW_COUNT;
        END IF;
        o_rows := o_rows + v_rows;
        o_last := v_owner;
    END LOOP;
END $$;

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

-- Begins a run, or goes on with one that was cut short. Tells how many books are left.
CREATE FUNCTION begin_evaluation(p_day date, OUT o_books bigint, OUT o_resumed boolean)
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('kitaab.evaluation'), p_day - '2000-01-01'::date);
    o_resumed := EXISTS (SELECT FROM evaluations e WHERE e.day = p_day AND e.ended_at IS NULL);
    IF o_resumed THEN
        UPDATE evaluation_work w SET failed = NULL WHERE w.day = p_day AND w.failed IS NOT NULL;
    ELSE
        INSERT INTO evaluations AS e (day) VALUES (p_day) ON CONFLICT (day) DO UPDATE SET begun_at = now(), ended_at = NULL;
        DELETE FROM evaluation_work w WHERE w.day = p_day;
        INSERT INTO evaluation_work (day, owner) SELECT p_day, b.owner FROM books b WHERE b.seq > 0;
    END IF;
    SELECT count(*) INTO o_books FROM evaluation_work w WHERE w.day = p_day;
END $$;

-- Takes some books that nobody else has taken, after one in the order of owners, and holds them until the end of the
-- transaction: what is read of them now is what their verdicts are recorded for. Tells what evaluation needs of their
-- structure; nothing of books without a merit in use, which are done with that.
CREATE FUNCTION take_for_evaluation(p_day date, p_after uuid, p_books integer)
RETURNS TABLE (owner uuid, bodies bytea[])
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_owners uuid[];
BEGIN
    v_owners := ARRAY(
        SELECT w.owner FROM evaluation_work w WHERE w.day = p_day AND w.failed IS NULL AND (p_after IS NULL OR w.owner > p_after)
        ORDER BY w.owner LIMIT p_books FOR UPDATE SKIP LOCKED);
    PERFORM FROM books b WHERE b.owner = ANY (v_owners) ORDER BY b.owner FOR UPDATE;
    FOREACH owner IN ARRAY v_owners LOOP
        PERFORM set_config('kitaab.book', owner::text, true);
        IF EXISTS (SELECT FROM merits m WHERE m.owner = take_for_evaluation.owner AND m.active) THEN
            SELECT array_agg(r.body) INTO bodies FROM (
                SELECT t.body FROM settings t WHERE t.owner = take_for_evaluation.owner
                UNION ALL SELECT t.body FROM groups t WHERE t.owner = take_for_evaluation.owner
                UNION ALL SELECT t.body FROM deeds t WHERE t.owner = take_for_evaluation.owner
                UNION ALL SELECT t.body FROM items t WHERE t.owner = take_for_evaluation.owner
                UNION ALL SELECT t.body FROM scales t WHERE t.owner = take_for_evaluation.owner
                UNION ALL SELECT t.body FROM exemptions t WHERE t.owner = take_for_evaluation.owner
                UNION ALL SELECT t.body FROM merits t WHERE t.owner = take_for_evaluation.owner
                UNION ALL SELECT t.body FROM sightings t WHERE t.owner = take_for_evaluation.owner
            ) r;
        ELSE
            bodies := NULL;
        END IF;
        RETURN NEXT;
    END LOOP;
END $$;

-- What was recorded in several books, each over a span of its own; a row for each. The entries in columns, by rising day: nos,
-- days, amounts, scale_nos. items: the ids of the items asked for, and item_nos: what the entries call them. logged: the days
-- that are logged. scales: the scale versions, from number 1 on.
CREATE FUNCTION records_for_evaluation(p_owners uuid[], p_firsts date[], p_last date, p_item_counts integer[], p_items uuid[])
RETURNS TABLE (
    place integer, nos integer[], days date[], amounts bigint[], scale_nos smallint[], items uuid[], item_nos integer[],
    logged date[], scales uuid[]
)
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_from integer := 1;
    v_owner uuid;
    v_items uuid[];
    v_nos integer[];
BEGIN
    FOR v_place IN 1 .. coalesce(cardinality(p_owners), 0) LOOP
        v_owner := p_owners[v_place];
        PERFORM set_config('kitaab.book', v_owner::text, true);
        SELECT array_agg(i.id), array_agg(i.no) INTO v_items, v_nos FROM items i
        WHERE i.owner = v_owner AND i.id = ANY (p_items[v_from : v_from + p_item_counts[v_place] - 1]);
        v_from := v_from + p_item_counts[v_place];
        RETURN QUERY
        SELECT v_place, array_agg(e.item_no), array_agg(e.day), array_agg(e.value), array_agg(e.scale_no), v_items, v_nos,
               ARRAY(SELECT d.day FROM days d WHERE d.owner = v_owner AND d.day BETWEEN p_firsts[v_place] AND p_last ORDER BY d.day),
               ARRAY(SELECT s.id FROM scale_numbers s WHERE s.owner = v_owner ORDER BY s.no)
        FROM (
            SELECT h.item_no, h.day, h.value, h.scale_no FROM entries h
            WHERE h.owner = v_owner AND h.day BETWEEN p_firsts[v_place] AND p_last AND h.item_no = ANY (v_nos)
            ORDER BY h.day
        ) e;
    END LOOP;
END $$;

-- Records the verdicts of some books that this transaction holds, and takes the books off the run. Tells how many were not
-- recorded so before.
CREATE FUNCTION record_evaluation(
    p_day date, p_owners uuid[], p_counts integer[], p_merits uuid[], p_outcomes smallint[], p_failed uuid[], p_reasons text[]
)
RETURNS bigint
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_from integer := 1;
    v_changed bigint := 0;
    v_rows bigint;
BEGIN
    FOR v_place IN 1 .. coalesce(cardinality(p_owners), 0) LOOP
        IF p_counts[v_place] > 0 THEN
            PERFORM set_config('kitaab.book', p_owners[v_place]::text, true);
            INSERT INTO verdicts AS v (owner, merit, day, outcome)
            SELECT p_owners[v_place], g.merit, p_day, g.outcome
            FROM unnest(p_merits[v_from : v_from + p_counts[v_place] - 1], p_outcomes[v_from : v_from + p_counts[v_place] - 1])
                AS g (merit, outcome)
            ON CONFLICT (owner, day, merit) DO UPDATE SET outcome = excluded.outcome WHERE v.outcome <> excluded.outcome;
            GET DIAGNOSTICS v_rows = ROW_COUNT;
            v_changed := v_changed + v_rows;
            v_from := v_from + p_counts[v_place];
        END IF;
    END LOOP;
    UPDATE evaluation_work w SET failed = f.reason FROM unnest(p_failed, p_reasons) AS f (owner, reason)
    WHERE w.day = p_day AND w.owner = f.owner;
    DELETE FROM evaluation_work w WHERE w.day = p_day AND w.owner = ANY (p_owners);
    RETURN v_changed;
END $$;

-- Ends a run of which no book is left; tells how many could not be evaluated.
CREATE FUNCTION end_evaluation(p_day date) RETURNS bigint
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_failed bigint;
BEGIN
    SELECT count(*) INTO v_failed FROM evaluation_work w WHERE w.day = p_day AND w.failed IS NOT NULL;
    IF NOT EXISTS (SELECT FROM evaluation_work w WHERE w.day = p_day) THEN
        UPDATE evaluations e SET ended_at = now() WHERE e.day = p_day AND e.ended_at IS NULL;
    END IF;
    RETURN v_failed;
END $$;

-- Erasures -----------------------------------------------------------------------------------------------------------

-- The books that were erased, by the hash of their owner: enough to know them again in a backup, and nothing more.
CREATE TABLE erased (
    owner_hash bytea       PRIMARY KEY,
    at         timestamptz NOT NULL
);

CREATE FUNCTION note_erased() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
BEGIN
    INSERT INTO erased AS e (owner_hash, at) VALUES (sha256(uuid_send(OLD.owner)), clock_timestamp())
    ON CONFLICT (owner_hash) DO UPDATE SET at = excluded.at;
    RETURN NULL;
END $$;

CREATE TRIGGER note_erased AFTER DELETE ON books FOR EACH ROW EXECUTE FUNCTION note_erased();

-- Erases again the books that a restore brought back: those that were written to for the last time before they were erased.
-- Tells how many.
CREATE FUNCTION erase_again(p_hashes bytea[], p_at timestamptz[]) RETURNS bigint
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_owner uuid;
    v_count bigint := 0;
BEGIN
    FOR v_owner IN SELECT b.owner FROM books b JOIN unnest(p_hashes, p_at) AS g (hash, at) ON sha256(uuid_send(b.owner)) = g.hash
                   WHERE b.written_at < g.at LOOP
        PERFORM erase_book(v_owner, v_owner);
        v_count := v_count + 1;
    END LOOP;
    RETURN v_count;
END $$;

-- Who may ------------------------------------------------------------------------------------------------------------

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA kitaab FROM PUBLIC;

DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['archives', 'evaluations', 'evaluation_work', 'erased'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', v_table);
        EXECUTE format('CREATE POLICY kept ON %I TO kitaab_owner USING (true)', v_table);
    END LOOP;
END $$;
