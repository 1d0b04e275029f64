-- Years that are away, and back again, without harm to what is there.
--
-- So far what was erased while a year was away came back where its owner had begun anew, sums of its days were lost or counted
-- twice, what was recorded for its days did not know of what it replaced, and a book was erased in part without what was away; and
-- the bounds of a ledger's year were those of whoever made it.

-- How an archive stands --------------------------------------------------------------------------------------------------

-- coming: the hash of the file that is about to take the place of the one with `sha256`: cut short, either may be there.
-- sums_kept: that its days' sums were kept as below since it left; of one that left before, all days are reckoned anew.
ALTER TABLE archives ADD COLUMN coming bytea, ADD COLUMN sums_kept boolean NOT NULL DEFAULT true;
UPDATE archives SET sums_kept = false;

-- What of a year that is away must not come back: what is of a book that was erased meanwhile (item_no is NULL), or of an item. A
-- mark, and no comparison of times: clocks go back.
CREATE TABLE left_out (
    archive    text    COLLATE "C" NOT NULL REFERENCES archives ON DELETE CASCADE,
    owner_hash bytea   NOT NULL,
    item_no    integer,
    UNIQUE NULLS NOT DISTINCT (archive, owner_hash, item_no)
);
INSERT INTO left_out (archive, owner_hash) SELECT a.name, e.owner_hash FROM archives a JOIN erased e ON e.at >= a.detached_at;

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

DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['left_out', 'ledger_ends', 'days_away'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', v_table);
    END LOOP;
    FOREACH v_table IN ARRAY ARRAY['left_out', 'ledger_ends'] LOOP
        EXECUTE format('CREATE POLICY kept ON %I TO kitaab_owner USING (true)', v_table);
    END LOOP;
END $$;
-- Found before it is known in whose book, and written within one.
CREATE POLICY found ON days_away TO kitaab_owner USING (true) WITH CHECK (owner::text = current_setting('kitaab.book', true));

-- The days whose entries are away.
CREATE FUNCTION away() RETURNS datemultirange
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
    SELECT coalesce(range_agg(daterange(make_date(a.year, 1, 1), make_date(a.year + 1, 1, 1))), '{}')
    FROM archives a WHERE a.parent = 'entries'
$$;

-- Refuses what needs a ledger without gaps while a year of it is away.
CREATE FUNCTION check_ledger_whole() RETURNS void
LANGUAGE plpgsql STABLE SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_away text;
BEGIN
    SELECT string_agg(a.name, ', ' ORDER BY a.name) INTO v_away FROM archives a WHERE a.parent = 'ledger';
    IF v_away IS NOT NULL THEN
        RAISE EXCEPTION 'a part of the ledger is archived (`kitaab maintain bring-back` for: %)', v_away USING ERRCODE = 'KT008';
    END IF;
END $$;

-- Sums of days that are away ------------------------------------------------------------------------------------------------

-- As before, with what is away.
CREATE OR REPLACE VIEW day_figures WITH (security_invoker = true) AS
SELECT f.owner, f.day, sum(f.entries) AS entries, sum(f.hasanaat_total) AS hasanaat_total, sum(f.hasanaat_score) AS hasanaat_score,
       sum(f.saiyyiaat_total) AS saiyyiaat_total, sum(f.saiyyiaat_score) AS saiyyiaat_score,
       sum(f.hasanaat_counted) AS hasanaat_counted, sum(f.hasanaat_scored) AS hasanaat_scored,
       sum(f.saiyyiaat_counted) AS saiyyiaat_counted, sum(f.saiyyiaat_scored) AS saiyyiaat_scored, bool_or(f.reviewed) AS reviewed
FROM (
    SELECT e.owner, e.day, count(*) AS entries,
           coalesce(sum(e.value) FILTER (WHERE i.counted = 0 AND e.scale_no = 0), 0) AS hasanaat_total,
           coalesce(sum(n.scores[(e.value + 1)::integer]) FILTER (WHERE i.counted = 0 AND e.scale_no > 0), 0) AS hasanaat_score,
           coalesce(sum(e.value) FILTER (WHERE i.counted = 1 AND e.scale_no = 0), 0) AS saiyyiaat_total,
           coalesce(sum(n.scores[(e.value + 1)::integer]) FILTER (WHERE i.counted = 1 AND e.scale_no > 0), 0) AS saiyyiaat_score,
           count(*) FILTER (WHERE i.counted = 0 AND e.scale_no = 0) AS hasanaat_counted,
           count(*) FILTER (WHERE i.counted = 0 AND e.scale_no > 0) AS hasanaat_scored,
           count(*) FILTER (WHERE i.counted = 1 AND e.scale_no = 0) AS saiyyiaat_counted,
           count(*) FILTER (WHERE i.counted = 1 AND e.scale_no > 0) AS saiyyiaat_scored,
           false AS reviewed
    FROM entries e
    JOIN items i ON i.owner = e.owner AND i.no = e.item_no
    LEFT JOIN scale_numbers n ON n.owner = e.owner AND n.no = e.scale_no
    GROUP BY e.owner, e.day
    UNION ALL
    SELECT r.owner, r.day, 0, 0, 0, 0, 0, 0, 0, 0, 0, true FROM reviewed r WHERE r.reviewed
    UNION ALL
    SELECT a.owner, a.day, a.entries, a.hasanaat_total, a.hasanaat_score, a.saiyyiaat_total, a.saiyyiaat_score,
           a.hasanaat_counted, a.hasanaat_scored, a.saiyyiaat_counted, a.saiyyiaat_scored, false
    FROM days_away a WHERE a.entries > 0
) f
GROUP BY f.owner, f.day;

-- Keeps what is away of a book's days in a span, before they are reckoned anew.
CREATE FUNCTION keep_away(p_owner uuid, p_first date, p_last date) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO days_away
    SELECT d.owner, d.day, d.entries, d.hasanaat_total, d.hasanaat_score, d.saiyyiaat_total, d.saiyyiaat_score,
           d.hasanaat_counted, d.hasanaat_scored, d.saiyyiaat_counted, d.saiyyiaat_scored
    FROM days d WHERE d.owner = p_owner AND d.day BETWEEN p_first AND p_last AND d.day <@ (SELECT away())
    ON CONFLICT (owner, day) DO NOTHING
$$;

-- Where something of a day is away, nothing is written to it until that is back: it would replace, or be added to, what nobody sees
-- now, and the book would not be what its ledger says. What is written to years that are away goes to the default partition, and
-- nothing else comes by here.
CREATE FUNCTION check_away() RETURNS trigger
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
BEGIN
    IF NEW.day <@ away() THEN
        PERFORM keep_away(NEW.owner, NEW.day, NEW.day);
        IF EXISTS (SELECT FROM days_away a WHERE a.owner = NEW.owner AND a.day = NEW.day AND a.entries > 0) THEN
            RAISE EXCEPTION 'entries of that day are archived (`kitaab maintain bring-back` for: entries_%)', extract(year FROM NEW.day)
                USING ERRCODE = 'KT008';
        END IF;
        -- From now on its sum is of what is there.
        INSERT INTO days_away (owner, day) VALUES (NEW.owner, NEW.day) ON CONFLICT (owner, day) DO NOTHING;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_away BEFORE INSERT ON entries_default FOR EACH ROW EXECUTE FUNCTION check_away();

-- As before, with what is away.
CREATE OR REPLACE FUNCTION reckon(p_owner uuid, p_days date[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_days date[];
    v_first date;
    v_last date;
    v_all boolean;
BEGIN
    SELECT array_agg(DISTINCT g.day), min(g.day), max(g.day) INTO v_days, v_first, v_last FROM unnest(p_days) AS g (day);
    v_all := cardinality(v_days) = v_last - v_first + 1;
    IF EXISTS (SELECT FROM archives a WHERE a.parent = 'entries' AND a.year BETWEEN extract(year FROM v_first) AND extract(year FROM v_last)) THEN
        PERFORM keep_away(p_owner, v_first, v_last);
    END IF;
    DELETE FROM days d WHERE d.owner = p_owner AND d.day = ANY (v_days)
        AND NOT EXISTS (SELECT FROM entries e WHERE e.owner = p_owner AND e.day = d.day AND e.day BETWEEN v_first AND v_last)
        AND NOT EXISTS (SELECT FROM reviewed r WHERE r.owner = p_owner AND r.day = d.day AND r.reviewed)
        AND NOT EXISTS (SELECT FROM days_away a WHERE a.owner = p_owner AND a.day = d.day AND a.entries > 0);
    INSERT INTO days AS d
    SELECT f.* FROM day_figures f WHERE f.owner = p_owner AND f.day BETWEEN v_first AND v_last AND (v_all OR f.day = ANY (v_days))
    ON CONFLICT (owner, day) DO UPDATE SET entries = excluded.entries, reviewed = excluded.reviewed,
        hasanaat_total = excluded.hasanaat_total, hasanaat_score = excluded.hasanaat_score,
        hasanaat_counted = excluded.hasanaat_counted, hasanaat_scored = excluded.hasanaat_scored,
        saiyyiaat_total = excluded.saiyyiaat_total, saiyyiaat_score = excluded.saiyyiaat_score,
        saiyyiaat_counted = excluded.saiyyiaat_counted, saiyyiaat_scored = excluded.saiyyiaat_scored;
END $$;

CREATE OR REPLACE FUNCTION reckon_all(p_owner uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM keep_away(p_owner, '-infinity', 'infinity');
    DELETE FROM days d WHERE d.owner = p_owner;
    INSERT INTO days SELECT f.* FROM day_figures f WHERE f.owner = p_owner;
END $$;

-- As before; but a day that is away is not told as logged: which of its blanks are blank is not known.
CREATE OR REPLACE FUNCTION records(p_actor uuid, p_owner uuid, p_items uuid[], p_first date, p_last date)
RETURNS TABLE (item uuid, days date[], amounts bigint[], scale_nos smallint[], scales uuid[])
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    v_scales uuid[];
    v_away datemultirange;
BEGIN
    PERFORM set_config('kitaab.actor', p_actor::text, true);
    v_away := kitaab.away();
    SELECT array_agg(s.id ORDER BY s.no) INTO v_scales FROM kitaab.scale_numbers s WHERE s.owner = p_owner;
    RETURN QUERY
    SELECT i.id, g.days, g.amounts, g.scale_nos, NULL::uuid[]
    FROM (
        SELECT e.item_no, array_agg(e.day) AS days, array_agg(e.value) AS amounts, array_agg(e.scale_no) AS scale_nos
        FROM (
            SELECT e.item_no, e.day, e.value, e.scale_no FROM kitaab.entries e
            WHERE e.owner = p_owner AND e.day BETWEEN p_first AND p_last
              AND e.item_no = ANY (ARRAY(SELECT i.no FROM kitaab.items i WHERE i.owner = p_owner AND i.id = ANY (p_items)))
            ORDER BY e.item_no, e.day
        ) e
        GROUP BY e.item_no
    ) g
    JOIN kitaab.items i ON i.owner = p_owner AND i.no = g.item_no;
    RETURN QUERY
    SELECT NULL::uuid, array_agg(d.day ORDER BY d.day), NULL::bigint[], NULL::smallint[], v_scales
    FROM kitaab.days d WHERE d.owner = p_owner AND d.day BETWEEN p_first AND p_last AND NOT d.day <@ v_away;
END $$;

-- The same.
CREATE OR REPLACE FUNCTION records_for_evaluation(p_owners uuid[], p_firsts date[], p_last date, p_item_counts integer[], p_items uuid[])
RETURNS TABLE (
    place integer, nos integer[], days date[], amounts bigint[], scale_nos smallint[], items uuid[], item_nos integer[],
    logged date[], scales uuid[]
)
LANGUAGE plpgsql SET search_path = kitaab, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    v_from integer := 1;
    v_owner uuid;
    v_items uuid[];
    v_nos integer[];
    v_away datemultirange := away();
BEGIN
    FOR v_place IN 1 .. coalesce(cardinality(p_owners), 0) LOOP
        v_owner := p_owners[v_place];
        PERFORM set_config('kitaab.book', v_owner::text, true);
        SELECT array_agg(i.id), array_agg(i.no) INTO v_items, v_nos FROM items i
        WHERE i.owner = v_owner AND i.id = ANY (p_items[v_from : v_from + p_item_counts[v_place] - 1]);
        v_from := v_from + p_item_counts[v_place];
        RETURN QUERY
        SELECT v_place, array_agg(e.item_no), array_agg(e.day), array_agg(e.value), array_agg(e.scale_no), v_items, v_nos,
               ARRAY(SELECT d.day FROM days d
                     WHERE d.owner = v_owner AND d.day BETWEEN p_firsts[v_place] AND p_last AND NOT d.day <@ v_away ORDER BY d.day),
               ARRAY(SELECT s.id FROM scale_numbers s WHERE s.owner = v_owner ORDER BY s.no)
        FROM (
            SELECT h.item_no, h.day, h.value, h.scale_no FROM entries h
            WHERE h.owner = v_owner AND h.day BETWEEN p_firsts[v_place] AND p_last AND h.item_no = ANY (v_nos)
            ORDER BY h.day
        ) e;
    END LOOP;
END $$;

-- As before; but what was recorded of days that are away stays: it was judged when they were there.
CREATE OR REPLACE FUNCTION record_verdicts(
    p_actor uuid, p_owner uuid, p_seq bigint, p_merits uuid[], p_days date[], p_outcomes smallint[], p_clean boolean
)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_head books;
    v_unknown uuid;
    v_away datemultirange;
BEGIN
    v_head := hold(p_actor, p_owner);
    PERFORM check_owner(p_actor, p_owner);
    IF v_head.seq <> p_seq THEN
        RETURN false;
    END IF;
    SELECT g.merit INTO v_unknown FROM unnest(p_merits) WITH ORDINALITY AS g (merit, place)
    WHERE NOT EXISTS (SELECT FROM merits m WHERE m.owner = p_owner AND m.id = g.merit) ORDER BY g.place LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'there is no such merit' USING ERRCODE = 'KT001', DETAIL = 'merit ' || v_unknown;
    END IF;
    v_away := away();
    INSERT INTO verdicts AS v (owner, merit, day, outcome)
    SELECT DISTINCT ON (g.day, g.merit) p_owner, g.merit, g.day, g.outcome
    FROM unnest(p_merits, p_days, p_outcomes) WITH ORDINALITY AS g (merit, day, outcome, place)
    ORDER BY g.day, g.merit, g.place DESC
    ON CONFLICT (owner, day, merit) DO UPDATE SET outcome = excluded.outcome
        WHERE v.outcome <> excluded.outcome AND NOT v.day <@ v_away;
    IF p_clean THEN
        UPDATE books b SET dirty_from = NULL WHERE b.owner = p_owner AND b.dirty_from IS NOT NULL;
    END IF;
    RETURN true;
END $$;

-- A ledger of which a part is away --------------------------------------------------------------------------------------

-- As before; the commit may be the last one of a year that is away.
CREATE OR REPLACE FUNCTION link_at(p_owner uuid, p_seq bigint) RETURNS bytea
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN CASE p_seq WHEN 0 THEN decode(repeat('00', 32), 'hex')
        ELSE coalesce((SELECT l.link FROM ledger l WHERE l.owner = p_owner AND l.seq = p_seq),
                      (SELECT e.link FROM ledger_ends e WHERE e.owner = p_owner AND e.seq = p_seq)) END;
END $$;

-- As before; and where the commit before is missing, no leaves are those of the commit.
CREATE OR REPLACE FUNCTION strip(p_owner uuid, x_seq bigint[], x_count integer[], x_leaves bytea[], p_leaves bytea[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_commit ledger;
    v_leaves bytea[];
    v_from integer := 1;
BEGIN
    IF coalesce(cardinality(x_seq), 0) = 0 THEN
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT FROM unnest(p_leaves) AS leaves (leaf)
                   WHERE substr(leaf, 1, 2) = '\x8250'::bytea AND position('\x820f'::bytea IN substr(leaf, 19)) BETWEEN 2 AND 6) THEN
        RAISE EXCEPTION 'no erasure asks for it' USING ERRCODE = 'KT003', DETAIL = 'erase';
    END IF;
    FOR i IN 1 .. cardinality(x_seq) LOOP
        v_leaves := x_leaves[v_from : v_from + x_count[i] - 1];
        v_from := v_from + x_count[i];
        SELECT * INTO STRICT v_commit FROM ledger l WHERE l.owner = p_owner AND l.seq = x_seq[i];
        IF v_commit.link IS DISTINCT FROM link(p_owner, link_at(p_owner, x_seq[i] - 1), x_seq[i],
                                               commit_hash(p_owner, v_commit.header, v_leaves)) THEN
            RAISE EXCEPTION 'the leaves are not those of the commit' USING ERRCODE = 'KT002';
        END IF;
        UPDATE ledger l SET leaves = cbor_array(v_leaves) WHERE l.owner = p_owner AND l.seq = x_seq[i] AND l.at = v_commit.at;
    END LOOP;
END $$;

-- As before; but where a commit is missing because it is away, that is said.
CREATE OR REPLACE FUNCTION commits(p_actor uuid, p_owner uuid, p_after bigint, p_limit integer)
RETURNS TABLE (seq bigint, link bytea, header bytea, previous bytea, leaves bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    v_commit ledger;
    v_bytes bigint := 0;
    v_last bigint := p_after;
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    FOR v_commit IN SELECT l.* FROM ledger l WHERE l.owner = p_owner AND l.seq > p_after AND is_seen(p_actor, p_owner, l.header) ORDER BY l.seq LIMIT p_limit LOOP
        IF p_actor = p_owner AND v_commit.seq <> v_last + 1 THEN
            PERFORM check_ledger_whole();
        END IF;
        seq := v_commit.seq;
        link := v_commit.link;
        header := v_commit.header;
        previous := v_commit.previous;
        leaves := v_commit.leaves;
        RETURN NEXT;
        v_last := v_commit.seq;
        v_bytes := v_bytes + length(v_commit.header) + length(v_commit.leaves);
        EXIT WHEN v_bytes >= 4194304;
    END LOOP;
    IF v_last = p_after AND p_actor = p_owner AND EXISTS (SELECT FROM books b WHERE b.owner = p_owner AND b.seq > p_after) THEN
        PERFORM check_ledger_whole();
    END IF;
END $$;

CREATE OR REPLACE FUNCTION commit_at(p_actor uuid, p_owner uuid, p_seq bigint)
RETURNS TABLE (seq bigint, link bytea, header bytea, previous bytea, leaves bytea)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = kitaab, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    -- A writer needs what was written before them, in order to take back what they wrote: their host narrows it.
    IF p_actor <> p_owner
       AND NOT EXISTS (SELECT FROM shared s WHERE s.owner = p_owner AND s.grantee = p_actor AND s.level = 2)
       AND NOT EXISTS (SELECT FROM ledger l WHERE l.owner = p_owner AND l.seq = p_seq AND is_seen(p_actor, p_owner, l.header)) THEN
        RAISE EXCEPTION 'the owner''s alone' USING ERRCODE = 'KT003', DETAIL = 'reading the history';
    END IF;
    RETURN QUERY SELECT l.seq, l.link, l.header, l.previous, l.leaves FROM ledger l WHERE l.owner = p_owner AND l.seq = p_seq;
    IF NOT FOUND AND EXISTS (SELECT FROM books b WHERE b.owner = p_owner AND b.seq >= p_seq) THEN
        PERFORM check_ledger_whole();
    END IF;
END $$;

CREATE OR REPLACE FUNCTION history(
    p_actor uuid, p_owner uuid, p_kind smallint, p_id uuid, p_day date, p_from bigint, p_each boolean, p_limit integer
)
RETURNS TABLE (seq bigint, link bytea, header bytea, previous bytea, leaves bytea)
-- What is asked for has a key, and the plan need not be made anew to leave out years (migrations 18 and 19).
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    v_any boolean;
    v_next bigint;
    v_commit ledger;
    v_bytes bigint := 0;
BEGIN
    -- This says who asks, too, and refuses records that are not theirs to ask for.
    v_next := least(revision(p_actor, p_owner, p_kind, p_id, p_day), p_from);
    -- A writer needs what was written before them, in order to take back what they wrote: their host narrows it.
    v_any := p_actor = p_owner
        OR EXISTS (SELECT FROM shared s WHERE s.owner = p_owner AND s.grantee = p_actor AND s.level = 2);
    WHILE v_next > 0 LOOP
        SELECT l.* INTO v_commit FROM ledger l WHERE l.owner = p_owner AND l.seq = v_next;
        IF NOT FOUND OR NOT (v_any OR is_seen(p_actor, p_owner, v_commit.header)) THEN
            -- Where a guess led to it, it may be none of the record's.
            EXIT WHEN v_bytes > 0;
            IF v_any THEN
                PERFORM check_ledger_whole();
                RAISE EXCEPTION 'commit % is missing in the ledger', v_next USING ERRCODE = 'KT002';
            END IF;
            RAISE EXCEPTION 'the owner''s alone' USING ERRCODE = 'KT003', DETAIL = 'reading the history';
        END IF;
        seq := v_commit.seq;
        link := v_commit.link;
        header := v_commit.header;
        previous := v_commit.previous;
        leaves := v_commit.leaves;
        RETURN NEXT;
        p_limit := p_limit - 1;
        -- What may be of no use is not much.
        v_bytes := v_bytes + length(v_commit.header) + length(v_commit.leaves);
        EXIT WHEN p_limit <= 0 OR v_bytes >= 262144;
        v_next := CASE WHEN p_each THEN v_next - 1 ELSE one_previous(v_commit.previous) END;
        EXIT WHEN v_next >= v_commit.seq;
    END LOOP;
END $$;

-- Partitions, in UTC -----------------------------------------------------------------------------------------------------

-- The bounds of the ledger's years are instants: without a zone of its own, each function took that of its session.
ALTER FUNCTION move_from_default(text, text, text, integer) SET timezone = 'UTC';
ALTER FUNCTION prune(text, timestamptz, uuid, integer, boolean) SET timezone = 'UTC';

-- Moves what is not of a year out of its table, which stands by itself, to where it belongs.
CREATE FUNCTION move_out(p_table text, p_column text, p_name text, p_year integer) RETURNS void
LANGUAGE plpgsql SET search_path = kitaab, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    v_strays boolean;
    v_which text := format('%I < %L OR %I >= %L', p_column, make_date(p_year, 1, 1), p_column, make_date(p_year + 1, 1, 1));
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE %s)', p_name, v_which) INTO v_strays;
    IF v_strays THEN
        -- As in `move_from_default`: for this transaction the policies must let their owner by.
        EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', p_table);
        EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %s RETURNING *) INSERT INTO %I SELECT * FROM moved', p_name, v_which, p_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', p_table);
    END IF;
END $$;

-- Gives the ledger's years that were made in another zone the bounds of UTC, and moves the hours in between.
CREATE FUNCTION align_ledger() RETURNS void
LANGUAGE plpgsql SET search_path = kitaab, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' AS $$
DECLARE
    v_years integer[];
    v_year integer;
BEGIN
    v_years := ARRAY(
        SELECT y.year FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid,
            LATERAL (SELECT substring(c.relname FROM '^ledger_(\d{4})$')::integer AS year) y
        WHERE i.inhparent = 'ledger'::regclass AND y.year IS NOT NULL
          AND pg_get_expr(c.relpartbound, c.oid) <> format('FOR VALUES FROM (''%s-01-01 00:00:00+00'') TO (''%s-01-01 00:00:00+00'')', y.year, y.year + 1)
        ORDER BY y.year);
    FOREACH v_year IN ARRAY v_years LOOP
        EXECUTE format('ALTER TABLE ledger DETACH PARTITION %I', 'ledger_' || v_year);
        EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', 'ledger_' || v_year);
    END LOOP;
    FOREACH v_year IN ARRAY v_years LOOP
        PERFORM move_out('ledger', 'at', 'ledger_' || v_year, v_year);
    END LOOP;
    FOREACH v_year IN ARRAY v_years LOOP
        PERFORM put_in_place('ledger', 'at', 'ledger_' || v_year, v_year);
    END LOOP;
END $$;

-- Makes a table the partition of its year.
CREATE FUNCTION put_in_place(p_table text, p_column text, p_name text, p_year integer) RETURNS void
LANGUAGE plpgsql SET search_path = kitaab, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    PERFORM move_from_default(p_table, p_column, p_name, p_year);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', p_table, p_name,
                   make_date(p_year, 1, 1), make_date(p_year + 1, 1, 1));
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', p_name);
END $$;

CREATE OR REPLACE FUNCTION add_partitions(p_through integer) RETURNS SETOF text
LANGUAGE plpgsql SET search_path = kitaab, pg_temp SET timezone = 'UTC' AS $$
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
    PERFORM align_ledger();
    FOR v_table, v_column, v_first IN VALUES ('entries', 'day', 2015), ('ledger', 'at', 2026) LOOP
        FOR v_year IN v_first .. p_through LOOP
            v_name := format('%s_%s', v_table, v_year);
            CONTINUE WHEN to_regclass('kitaab.' || v_name) IS NOT NULL OR EXISTS (SELECT FROM archives a WHERE a.name = v_name);
            EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', v_name, v_table);
            PERFORM put_in_place(v_table, v_column, v_name, v_year);
            RETURN NEXT v_name;
        END LOOP;
    END LOOP;
END $$;

-- Away and back ------------------------------------------------------------------------------------------------------------

ALTER FUNCTION detach_year(text) SET timezone = 'UTC';

-- Whether all that an archive holds of an owner must not come back: their book is gone, or was and is another one now.
CREATE FUNCTION is_left_out(p_name text, p_owner uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = kitaab, pg_temp AS $$
    SELECT NOT EXISTS (SELECT FROM books b WHERE b.owner = p_owner)
        OR EXISTS (SELECT FROM left_out l WHERE l.archive = p_name AND l.owner_hash = sha256(uuid_send(p_owner)) AND l.item_no IS NULL)
$$;

-- Takes what must not come back out of a year's table, which stands by itself. Tells how many rows.
CREATE FUNCTION scrub_year(p_name text) RETURNS bigint
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_rows bigint;
    v_more bigint := 0;
BEGIN
    EXECUTE format('DELETE FROM %I t USING (SELECT DISTINCT o.owner FROM %I o) o WHERE t.owner = o.owner AND is_left_out($1, o.owner)', p_name, p_name)
    USING p_name;
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    IF EXISTS (SELECT FROM left_out l WHERE l.archive = p_name AND l.item_no IS NOT NULL) THEN
        EXECUTE format('DELETE FROM %I t USING left_out l
            WHERE l.archive = $1 AND l.item_no = t.item_no AND l.owner_hash = sha256(uuid_send(t.owner))', p_name)
        USING p_name;
        GET DIAGNOSTICS v_more = ROW_COUNT;
    END IF;
    RETURN v_rows + v_more;
END $$;

-- Before a year's table goes: what the next year's commits follow from stays. What must not come back goes with it. Tells how
-- many rows that was.
CREATE FUNCTION ready_year(p_name text) RETURNS bigint
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM archives a WHERE a.name = p_name AND a.parent = 'ledger') THEN
        EXECUTE format('INSERT INTO ledger_ends (owner, seq, link, archive)
            SELECT DISTINCT ON (t.owner) t.owner, t.seq, t.link, $1 FROM %I t WHERE NOT is_left_out($1, t.owner)
            ORDER BY t.owner, t.seq DESC ON CONFLICT (owner, seq) DO NOTHING', p_name)
        USING p_name;
    END IF;
    RETURN scrub_year(p_name);
END $$;

-- Puts a year back in its place. What was erased or removed meanwhile stays away, and what was written for its days (before it was
-- refused) as it is. Its sums are reckoned anew where they may differ, and recorded verdicts are in doubt from then on. Tells
-- how many rows came back.
CREATE OR REPLACE FUNCTION attach_year(p_name text) RETURNS bigint
LANGUAGE plpgsql SET search_path = kitaab, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    v_archive archives;
    v_column text;
    v_owner uuid;
    v_days date[];
    v_rows bigint;
    v_first date;
    v_last date;
BEGIN
    SELECT * INTO STRICT v_archive FROM archives a WHERE a.name = p_name;
    v_column := CASE v_archive.parent WHEN 'entries' THEN 'day' ELSE 'at' END;
    v_first := make_date(v_archive.year, 1, 1);
    v_last := make_date(v_archive.year, 12, 31);
    -- Its key is made anyway when it is attached; made before, it serves what follows.
    IF NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conrelid = format('kitaab.%I', p_name)::regclass AND c.contype = 'p') THEN
        EXECUTE format('ALTER TABLE %I ADD %s', p_name, (
            SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c
            WHERE c.conrelid = format('kitaab.%I', v_archive.parent)::regclass AND c.contype = 'p'));
    END IF;
    -- The books first, as whoever writes does: nobody writes to one of them meanwhile.
    EXECUTE format('SELECT FROM books b WHERE b.owner IN (SELECT t.owner FROM %I t
        UNION SELECT a.owner FROM days_away a WHERE a.day BETWEEN $1 AND $2) ORDER BY b.owner FOR UPDATE', p_name)
    USING v_first, v_last;
    PERFORM scrub_year(p_name);
    IF v_archive.parent = 'entries' THEN
        FOR v_owner IN EXECUTE format('SELECT DISTINCT owner FROM %I ORDER BY owner', p_name) LOOP
            PERFORM set_config('kitaab.book', v_owner::text, true);
            EXECUTE format('WITH gone AS (
                DELETE FROM %I t WHERE t.owner = $1
                AND (NOT EXISTS (SELECT FROM items i WHERE i.owner = $1 AND i.no = t.item_no)
                     OR EXISTS (SELECT FROM entries e WHERE e.owner = $1 AND e.day = t.day AND e.item_no = t.item_no)
                     OR EXISTS (SELECT FROM removed x JOIN items i ON i.owner = $1 AND i.id = x.item
                                WHERE x.owner = $1 AND x.kind = 9 AND x.day = t.day AND i.no = t.item_no))
                RETURNING t.day
            ) SELECT array_agg(DISTINCT day) FROM gone', p_name) INTO v_days USING v_owner;
            IF NOT v_archive.sums_kept THEN
                EXECUTE format('SELECT $2 || array_agg(DISTINCT t.day) FROM %I t WHERE t.owner = $1', p_name)
                INTO v_days USING v_owner, v_days;
            END IF;
            -- To be reckoned below.
            INSERT INTO days_away (owner, day) SELECT DISTINCT v_owner, g.day FROM unnest(v_days) AS g (day)
            ON CONFLICT (owner, day) DO NOTHING;
            UPDATE books b SET dirty_from = least(b.dirty_from, v_first)
            WHERE b.owner = v_owner AND EXISTS (SELECT FROM verdicts v WHERE v.owner = v_owner AND v.day >= v_first);
        END LOOP;
    END IF;
    EXECUTE format('SELECT count(*) FROM %I', p_name) INTO v_rows;
    PERFORM move_out(v_archive.parent, v_column, p_name, v_archive.year);
    PERFORM put_in_place(v_archive.parent, v_column, p_name, v_archive.year);
    DELETE FROM archives a WHERE a.name = p_name;
    IF v_archive.parent = 'entries' THEN
        FOR v_owner IN SELECT DISTINCT a.owner FROM days_away a WHERE a.day BETWEEN v_first AND v_last ORDER BY a.owner LOOP
            PERFORM set_config('kitaab.book', v_owner::text, true);
            WITH gone AS (DELETE FROM days_away a WHERE a.owner = v_owner AND a.day BETWEEN v_first AND v_last RETURNING a.day)
            SELECT array_agg(g.day) INTO v_days FROM gone g;
            PERFORM reckon(v_owner, v_days);
        END LOOP;
    END IF;
    RETURN v_rows;
END $$;

-- Erasures -------------------------------------------------------------------------------------------------------------------

-- As before; but an entry of a day of which something is away is erased when that is back: what was written together with it could
-- not be written again.
CREATE OR REPLACE FUNCTION erase_of_day(p_owner uuid, p_kind smallint, p_id uuid, p_day date) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CASE p_kind
    WHEN 9 THEN
        IF EXISTS (SELECT FROM days_away a WHERE a.owner = p_owner AND a.day = p_day AND a.entries > 0) THEN
            RAISE EXCEPTION 'entries of that year are archived (`kitaab maintain bring-back` for: entries_%)', extract(year FROM p_day)
                USING ERRCODE = 'KT008';
        END IF;
        PERFORM drop_entry(p_owner, p_id, p_day);
        DELETE FROM removed x WHERE x.owner = p_owner AND x.item = p_id AND x.kind = 9 AND x.day = p_day;
    WHEN 10 THEN
        DELETE FROM reviewed r WHERE r.owner = p_owner AND r.day = p_day;
    WHEN 11, 13 THEN
        DELETE FROM make_ups m USING items i WHERE m.owner = p_owner AND m.kind = p_kind AND m.day = p_day
            AND i.owner = p_owner AND i.no = m.item_no AND i.id = p_id;
        DELETE FROM removed x WHERE x.owner = p_owner AND x.item = p_id AND x.kind = p_kind AND x.day = p_day;
    WHEN 12 THEN
        DELETE FROM reflections r WHERE r.owner = p_owner AND r.day = p_day AND r.category = category_of(p_id);
    END CASE;
END $$;

-- As before; and what is away of an item that is erased is marked, to go from there, too.
CREATE OR REPLACE FUNCTION drop_days_of_item(p_owner uuid, p_item uuid, p_keep boolean) RETURNS date[]
LANGUAGE plpgsql AS $$
DECLARE
    v_no integer;
    v_days date[];
BEGIN
    SELECT i.no INTO v_no FROM items i WHERE i.owner = p_owner AND i.id = p_item;
    IF v_no IS NOT NULL THEN
        WITH gone AS (
            DELETE FROM entries e WHERE e.owner = p_owner AND e.item_no = v_no RETURNING e.day, e.seq
        ), kept AS (
            INSERT INTO removed (owner, item, kind, day, seq) SELECT p_owner, p_item, 9, g.day, g.seq FROM gone g WHERE p_keep
            ON CONFLICT (owner, item, kind, day) DO UPDATE SET seq = excluded.seq
        )
        SELECT array_agg(g.day) INTO v_days FROM gone g;
        DELETE FROM notes n WHERE n.owner = p_owner AND n.item_no = v_no;
        WITH gone AS (
            DELETE FROM make_ups m WHERE m.owner = p_owner AND m.item_no = v_no RETURNING m.kind, m.day, m.seq
        )
        INSERT INTO removed (owner, item, kind, day, seq) SELECT p_owner, p_item, g.kind, g.day, g.seq FROM gone g WHERE p_keep
        ON CONFLICT (owner, item, kind, day) DO UPDATE SET seq = excluded.seq;
    END IF;
    IF NOT p_keep THEN
        DELETE FROM removed x WHERE x.owner = p_owner AND x.item = p_item;
        INSERT INTO left_out (archive, owner_hash, item_no)
        SELECT a.name, sha256(uuid_send(p_owner)), v_no FROM archives a WHERE a.parent = 'entries' AND v_no IS NOT NULL
        FOR KEY SHARE ON CONFLICT (archive, owner_hash, item_no) DO NOTHING;
    END IF;
    RETURN coalesce(v_days, '{}');
END $$;

-- As before, with what came since. A night's evaluation holds its list before it holds the book: so does this.
CREATE OR REPLACE FUNCTION erase_book(p_actor uuid, p_owner uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_table text;
BEGIN
    IF p_actor = p_owner THEN
        DELETE FROM evaluation_work w WHERE w.owner = p_owner;
    END IF;
    PERFORM hold(p_actor, p_owner);
    PERFORM check_owner(p_actor, p_owner);
    FOREACH v_table IN ARRAY ARRAY['ledger', 'ledger_ends', 'devices', 'requests', 'verdicts', 'reminder_claims', 'access_log', 'shared',
        'views', 'permissions', 'blocks', 'relations', 'entries', 'notes',
        'make_ups', 'removed', 'reviewed', 'reflections', 'days', 'days_away', 'sightings', 'reminders', 'target_items', 'targets',
        'merit_items', 'merits', 'exemptions', 'items', 'scale_numbers', 'scale_values', 'scales', 'deeds', 'groups', 'settings', 'records',
        'books'] LOOP
        EXECUTE format('DELETE FROM %I WHERE owner = $1', v_table) USING p_owner;
    END LOOP;
END $$;

-- As before, but always after what was written last: a book's clock may be ahead of the server's. What is away of the book is
-- marked.
CREATE OR REPLACE FUNCTION note_erased() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_hash bytea := sha256(uuid_send(OLD.owner));
BEGIN
    INSERT INTO erased AS e (owner_hash, at) VALUES (v_hash, greatest(clock_timestamp(), OLD.written_at + interval '1 microsecond'))
    ON CONFLICT (owner_hash) DO UPDATE SET at = excluded.at;
    DELETE FROM left_out l WHERE l.owner_hash = v_hash;
    -- Of one that comes back at this moment, nothing is left to mark.
    INSERT INTO left_out (archive, owner_hash) SELECT a.name, v_hash FROM archives a FOR KEY SHARE;
    RETURN NULL;
END $$;

-- A book that is begun anew goes on after its erasure, so that it is never taken for the one that was erased.
CREATE FUNCTION begin_after_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
BEGIN
    NEW.written_at := greatest(NEW.written_at, (SELECT e.at FROM erased e WHERE e.owner_hash = sha256(uuid_send(NEW.owner))));
    RETURN NEW;
END $$;
CREATE TRIGGER begin_after_erasure BEFORE INSERT ON books FOR EACH ROW EXECUTE FUNCTION begin_after_erasure();

REVOKE ALL ON FUNCTION
    away, check_ledger_whole, keep_away, check_away, move_out, align_ledger, put_in_place, is_left_out, scrub_year, ready_year,
    begin_after_erasure
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION away TO kitaab_app;

SELECT align_ledger();
