-- How what belongs to days is written. None of these functions is the app's to call: `apply` does, which holds the head.

-- Writes entries: rows p_first to p_last of the arrays, no two of the same item and day. Each statement sees what was
-- committed before the head was locked, which is why this is no part of the statement that locks it. What is held is looked for
-- between the first and the last of the days only, so that other partitions are left out; what is new is put in as such.
--
-- r_op: 0 keeps the value, 1 puts it, 2 adds to it. r_note: 0 keeps the note, 1 clears it, 2 sets it.
-- Tells the revisions that the entries had before, by the leaf that wrote them.
CREATE FUNCTION write_entries(
    p_owner uuid, p_seq bigint, p_first integer, p_last integer,
    p_items uuid[], p_item_no integer[], p_scale_no smallint[],
    r_leaf integer[], r_item integer[], r_day date[], r_op smallint[], r_value bigint[], r_scale integer[],
    r_note smallint[], r_text text[], r_words text[],
    OUT o_leaf integer[], OUT o_previous bytea[]
)
LANGUAGE plpgsql AS $$
DECLARE
    v_first date;
    v_last date;
BEGIN
    SELECT min(g.day), max(g.day) INTO v_first, v_last FROM unnest(r_day[p_first:p_last]) AS g (day);
    WITH given AS MATERIALIZED (
        SELECT g.place, g.leaf, p_items[g.item] AS item, p_item_no[g.item] AS item_no, g.day, g.op, g.note, g.text, g.words,
               h.seq AS held, x.seq AS gone, coalesce(h.noted, false) AS noted,
               CASE g.op WHEN 1 THEN g.value WHEN 0 THEN h.value ELSE least(greatest(coalesce(h.value, 0) + g.value, 0), 9999999999) END AS value,
               CASE g.op WHEN 1 THEN CASE g.scale WHEN 0 THEN 0 ELSE p_scale_no[g.scale] END ELSE coalesce(h.scale_no, 0) END AS scale_no,
               g.op = 2 AND h.scale_no > 0 AS adds_to_scale
        FROM unnest(r_leaf[p_first:p_last], r_item[p_first:p_last], r_day[p_first:p_last], r_op[p_first:p_last],
                    r_value[p_first:p_last], r_scale[p_first:p_last], r_note[p_first:p_last], r_text[p_first:p_last],
                    r_words[p_first:p_last])
             WITH ORDINALITY AS g (leaf, item, day, op, value, scale, note, text, words, place)
        LEFT JOIN entries h ON h.owner = p_owner AND h.day = g.day AND h.item_no = p_item_no[g.item] AND h.day BETWEEN v_first AND v_last
        LEFT JOIN removed x ON x.owner = p_owner AND x.item = p_items[g.item] AND x.kind = 9 AND x.day = g.day
    ), fresh AS (
        INSERT INTO entries (owner, value, day, item_no, seq, scale_no, noted)
        SELECT p_owner, g.value, g.day, g.item_no, p_seq, g.scale_no, g.note = 2
        FROM given g WHERE g.held IS NULL AND g.value IS NOT NULL
    ), put AS (
        INSERT INTO entries (owner, value, day, item_no, seq, scale_no, noted)
        SELECT p_owner, g.value, g.day, g.item_no, p_seq, g.scale_no, CASE g.note WHEN 0 THEN g.noted ELSE g.note = 2 END
        FROM given g WHERE g.held IS NOT NULL AND g.value IS NOT NULL
        ON CONFLICT (owner, day, item_no) DO UPDATE
        SET value = excluded.value, seq = excluded.seq, scale_no = excluded.scale_no, noted = excluded.noted
    ), back AS (
        DELETE FROM removed x USING given g
        WHERE g.gone IS NOT NULL AND g.value IS NOT NULL AND x.owner = p_owner AND x.item = g.item AND x.kind = 9 AND x.day = g.day
    ), still_gone AS (
        -- There was nothing to keep: the revision tells that it was asked for.
        INSERT INTO removed (owner, item, kind, day, seq) SELECT p_owner, g.item, 9, g.day, p_seq FROM given g WHERE g.value IS NULL
        ON CONFLICT (owner, item, kind, day) DO UPDATE SET seq = excluded.seq
    ), cleared AS (
        DELETE FROM notes n USING given g
        WHERE g.note = 1 AND g.noted AND n.owner = p_owner AND n.day = g.day AND n.item_no = g.item_no
    ), told AS (
        INSERT INTO notes (owner, day, item_no, note, words)
        SELECT p_owner, g.day, g.item_no, g.text, string_to_array(g.words, ' ') FROM given g WHERE g.note = 2 AND g.value IS NOT NULL
        ON CONFLICT (owner, day, item_no) DO UPDATE SET note = excluded.note, words = excluded.words
    ), by_leaf AS (
        SELECT g.leaf, previous_of(array_agg(coalesce(g.held, g.gone, 0)::bigint ORDER BY g.place)) AS previous,
               bool_or(g.adds_to_scale) AS adds_to_scale
        FROM given g GROUP BY g.leaf
    )
    SELECT array_agg(b.leaf), CASE WHEN bool_or(b.adds_to_scale) THEN NULL ELSE array_agg(b.previous) END
    INTO o_leaf, o_previous FROM by_leaf b;
    IF o_previous IS NULL THEN
        RAISE EXCEPTION 'an addition to the value of a scale' USING ERRCODE = 'KT002';
    END IF;
END $$;

-- Takes out what there is of an item's days. p_keep: the revisions stay, as of a removal; otherwise they go, as of an
-- erasure, and what is away is marked, to go from there, too. Tells the days that had entries.
CREATE FUNCTION drop_days_of_item(p_owner uuid, p_item uuid, p_keep boolean) RETURNS date[]
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

-- Takes an entry out, with its note.
CREATE FUNCTION drop_entry(p_owner uuid, p_item uuid, p_day date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_no integer;
BEGIN
    SELECT i.no INTO v_no FROM items i WHERE i.owner = p_owner AND i.id = p_item;
    DELETE FROM entries e WHERE e.owner = p_owner AND e.day = p_day AND e.item_no = v_no;
    DELETE FROM notes n WHERE n.owner = p_owner AND n.day = p_day AND n.item_no = v_no;
END $$;

-- Keeps the revision of what is there no more of an item's day.
CREATE FUNCTION keep_removed(p_owner uuid, p_item uuid, p_kind smallint, p_day date, p_seq bigint) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO removed (owner, item, kind, day, seq) VALUES (p_owner, p_item, p_kind, p_day, p_seq)
    ON CONFLICT (owner, item, kind, day) DO UPDATE SET seq = excluded.seq
$$;

-- Writes a count of an item's day: sets it, or adds to it.
CREATE FUNCTION write_count(p_owner uuid, p_item uuid, p_kind smallint, p_day date, p_adds boolean, p_count bigint, p_seq bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_no integer;
    v_before bigint;
BEGIN
    SELECT i.no INTO v_no FROM items i WHERE i.owner = p_owner AND i.id = p_item;
    IF v_no IS NULL THEN
        RAISE EXCEPTION 'there is no such item' USING ERRCODE = 'KT001', DETAIL = 'item ' || p_item;
    END IF;
    SELECT m.count INTO v_before FROM make_ups m
    WHERE m.owner = p_owner AND m.item_no = v_no AND m.kind = p_kind AND m.day = p_day;
    INSERT INTO make_ups (owner, item_no, kind, day, count, seq)
    VALUES (p_owner, v_no, p_kind, p_day, CASE WHEN p_adds THEN sum_of(coalesce(v_before, 0), p_count) ELSE p_count END, p_seq)
    ON CONFLICT (owner, item_no, kind, day) DO UPDATE SET count = excluded.count, seq = excluded.seq;
    DELETE FROM removed x WHERE x.owner = p_owner AND x.item = p_item AND x.kind = p_kind AND x.day = p_day;
END $$;

-- A count and an addition to it, kept within what a count can be, however large the addition.
CREATE FUNCTION sum_of(p_count bigint, p_more bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT least(greatest(p_count::numeric + p_more, 0), 4294967295)::bigint $$;

-- Takes something of a day out, with its revision. An entry of a day of which something is away is erased when that is back: what
-- was written together with it could not be written again.
CREATE FUNCTION erase_of_day(p_owner uuid, p_kind smallint, p_id uuid, p_day date) RETURNS void
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

-- Figures of days ----------------------------------------------------------------------------------------------------

-- What the days of a book come to, as their entries and marks say now, with what is away.
CREATE VIEW day_figures WITH (security_invoker = true) AS
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

-- The days whose entries are away.
CREATE FUNCTION away() RETURNS datemultirange
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
    SELECT coalesce(range_agg(daterange(make_date(a.year, 1, 1), make_date(a.year + 1, 1, 1))), '{}')
    FROM archives a WHERE a.parent = 'entries'
$$;

-- Keeps what is away of a book's days in a span, before they are reckoned anew.
CREATE FUNCTION keep_away(p_owner uuid, p_first date, p_last date) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO days_away
    SELECT d.owner, d.day, d.entries, d.hasanaat_total, d.hasanaat_score, d.saiyyiaat_total, d.saiyyiaat_score,
           d.hasanaat_counted, d.hasanaat_scored, d.saiyyiaat_counted, d.saiyyiaat_scored
    FROM days d WHERE d.owner = p_owner AND d.day BETWEEN p_first AND p_last AND d.day <@ (SELECT away())
    ON CONFLICT (owner, day) DO NOTHING
$$;

-- Reckons some days anew, each once, and in the partitions that they are in only.
--
-- Whether an entry's day is among those that are reckoned is asked only where some between the first and the last are not. A list is gone
-- through from its beginning for each entry, so that an import of many days would take the longer the more is there.
CREATE FUNCTION reckon(p_owner uuid, p_days date[]) RETURNS void
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

-- Reckons all days of a book anew.
CREATE FUNCTION reckon_all(p_owner uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM keep_away(p_owner, '-infinity', 'infinity');
    DELETE FROM days d WHERE d.owner = p_owner;
    INSERT INTO days SELECT f.* FROM day_figures f WHERE f.owner = p_owner;
END $$;
