-- Reading what a book holds: each question is one function, and so one round trip and one state of the book. They say who asks, and
-- then read what the policies let the actor see. Those that read entries, or what days come to, are planned as `apply` is.

-- The structure: its version, and the changes that make its records, unless that version is the one known already, as it nearly always
-- is.
CREATE FUNCTION structure(p_actor uuid, p_owner uuid, p_known bigint)
RETURNS TABLE (version bigint, bodies bytea[])
LANGUAGE plpgsql STABLE ROWS 1 AS $$
#variable_conflict use_column
BEGIN
    version := kitaab.catalogue_version(p_actor, p_owner);
    IF version IS NULL OR version = p_known THEN
        version := coalesce(version, 0);
        RETURN NEXT;
        RETURN;
    END IF;
    SELECT array_agg(r.body) INTO bodies FROM (
        SELECT body FROM kitaab.settings WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.groups WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.deeds WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.items WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.scales WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.exemptions WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.merits WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.targets WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.reminders WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.sightings WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.relations WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.blocks WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.permissions WHERE owner = p_owner
    ) r;
    RETURN NEXT;
END $$;

-- Entries, newest day first and by item within a day, after a place in that order.
CREATE FUNCTION entries_page(
    p_actor uuid, p_owner uuid, p_items uuid[], p_first date, p_last date, p_words text[], p_after_day date, p_after_item uuid, p_limit integer
)
RETURNS TABLE (item uuid, day date, value bigint, scale uuid, seq integer, note text)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('kitaab.actor', p_actor::text, true);
    IF cardinality(p_words) > 0 THEN
        RETURN QUERY
        SELECT i.id, e.day, e.value, s.id, e.seq, n.note
        FROM kitaab.notes n
        JOIN kitaab.items i ON i.owner = p_owner AND i.no = n.item_no
        JOIN kitaab.entries e ON e.owner = p_owner AND e.day = n.day AND e.item_no = n.item_no
        LEFT JOIN kitaab.scale_numbers s ON s.owner = p_owner AND s.no = e.scale_no
        WHERE n.owner = p_owner AND n.day BETWEEN p_first AND p_last AND n.words @> p_words
          AND (p_items IS NULL OR i.id = ANY (p_items))
          AND (p_after_day IS NULL OR n.day < p_after_day OR (n.day = p_after_day AND i.id > p_after_item))
        ORDER BY n.day DESC, i.id LIMIT p_limit;
    ELSE
        RETURN QUERY
        SELECT i.id, e.day, e.value, s.id, e.seq, n.note
        FROM (
            SELECT e.* FROM kitaab.entries e
            WHERE e.owner = p_owner AND e.day BETWEEN p_first AND least(p_last, coalesce(p_after_day, p_last))
        ) e
        JOIN kitaab.items i ON i.owner = p_owner AND i.no = e.item_no
        LEFT JOIN kitaab.scale_numbers s ON s.owner = p_owner AND s.no = e.scale_no
        LEFT JOIN kitaab.notes n ON e.noted AND n.owner = p_owner AND n.day = e.day AND n.item_no = e.item_no
        WHERE (p_items IS NULL OR i.id = ANY (p_items))
          AND (p_after_day IS NULL OR e.day < p_after_day OR (e.day = p_after_day AND i.id > p_after_item))
        ORDER BY e.day DESC, i.id LIMIT p_limit;
    END IF;
END $$;

CREATE FUNCTION entry(p_actor uuid, p_owner uuid, p_item uuid, p_day date)
RETURNS TABLE (value bigint, scale uuid, seq integer, note text)
LANGUAGE plpgsql STABLE ROWS 1 SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('kitaab.actor', p_actor::text, true);
    RETURN QUERY
    SELECT e.value, s.id, e.seq, n.note
    FROM kitaab.items i
    JOIN kitaab.entries e ON e.owner = p_owner AND e.day = p_day AND e.item_no = i.no
    LEFT JOIN kitaab.scale_numbers s ON s.owner = p_owner AND s.no = e.scale_no
    LEFT JOIN kitaab.notes n ON e.noted AND n.owner = p_owner AND n.day = e.day AND n.item_no = e.item_no
    WHERE i.owner = p_owner AND i.id = p_item;
END $$;

CREATE FUNCTION has_entries(p_actor uuid, p_owner uuid, p_items uuid[]) RETURNS boolean
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
    PERFORM set_config('kitaab.actor', p_actor::text, true);
    RETURN EXISTS (
        SELECT FROM kitaab.entries e
        WHERE e.owner = p_owner AND e.item_no IN (SELECT i.no FROM kitaab.items i WHERE i.owner = p_owner AND i.id = ANY (p_items))
    );
END $$;

-- The entries of some items over a span, a row for each item, in columns by rising day. scales: the scale version of each
-- value, or NULL where all of them are amounts. The last row, without an item, holds the logged days. A day that is away is not told as
-- logged: which of its blanks are blank is not known.
CREATE FUNCTION records(p_actor uuid, p_owner uuid, p_items uuid[], p_first date, p_last date)
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

CREATE FUNCTION reviewed_days(p_actor uuid, p_owner uuid, p_first date, p_last date) RETURNS SETOF date
LANGUAGE plpgsql STABLE AS $$
BEGIN
    PERFORM set_config('kitaab.actor', p_actor::text, true);
    RETURN QUERY SELECT r.day FROM kitaab.reviewed r
        WHERE r.owner = p_owner AND r.day BETWEEN p_first AND p_last AND r.reviewed ORDER BY r.day;
END $$;

-- The days of a span lie side by side in the index, in the order that they are asked for: no map of pages (`enable_bitmapscan = off`),
-- and nothing to sort.
CREATE FUNCTION rollups(p_actor uuid, p_owner uuid, p_first date, p_last date) RETURNS SETOF days
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
    v_set text;
BEGIN
    v_set := set_config('kitaab.actor', p_actor::text, true);
    RETURN QUERY SELECT d.* FROM kitaab.days d
        WHERE d.owner = p_owner AND d.day BETWEEN p_first AND p_last ORDER BY d.day;
END $$;

-- The counts of an item by day: make-ups (kind 11) or fidya (13).
CREATE FUNCTION counts(p_actor uuid, p_owner uuid, p_item uuid, p_kind smallint) RETURNS TABLE (day date, count bigint)
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('kitaab.actor', p_actor::text, true);
    RETURN QUERY SELECT m.day, m.count FROM kitaab.make_ups m
        WHERE m.owner = p_owner AND m.kind = p_kind AND m.count > 0
          AND m.item_no = (SELECT i.no FROM kitaab.items i WHERE i.owner = p_owner AND i.id = p_item);
END $$;

-- Reflections, newest day first and good deeds before bad within a day, after a place in that order.
CREATE FUNCTION reflections_page(
    p_actor uuid, p_owner uuid, p_first date, p_last date, p_category smallint, p_words text[], p_after_day date, p_after_category smallint,
    p_limit integer
)
RETURNS TABLE (day date, category smallint, text text, seq bigint)
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('kitaab.actor', p_actor::text, true);
    RETURN QUERY
    SELECT r.day, r.category, r.text, r.seq FROM kitaab.reflections r
    WHERE r.owner = p_owner AND r.day BETWEEN p_first AND p_last AND r.text IS NOT NULL
      AND (p_category IS NULL OR r.category = p_category) AND r.words @> p_words
      AND (p_after_day IS NULL OR r.day < p_after_day OR (r.day = p_after_day AND r.category > p_after_category))
    ORDER BY r.day DESC, r.category LIMIT p_limit;
END $$;

CREATE FUNCTION verdicts_of(p_actor uuid, p_owner uuid, p_merit uuid, p_first date, p_last date)
RETURNS TABLE (day date, merit uuid, outcome smallint)
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('kitaab.actor', p_actor::text, true);
    RETURN QUERY SELECT v.day, v.merit, v.outcome FROM kitaab.verdicts v
        WHERE v.owner = p_owner AND v.day BETWEEN p_first AND p_last AND (p_merit IS NULL OR v.merit = p_merit)
        ORDER BY v.day, v.merit;
END $$;
