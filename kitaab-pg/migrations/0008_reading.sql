-- Reading: each question is one function, and so one round trip and one state of the book. They say who asks, and then read
-- what the policies let the actor see. The ledger, heads and devices are read by functions that look at who asks themselves.

-- Whether a commit is seen: in another's ledger, their own ones.
CREATE FUNCTION is_seen(p_actor uuid, p_owner uuid, p_header bytea) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT p_actor = p_owner OR substr(p_header, 21, 18) = '\x0150'::bytea || uuid_send(p_actor) $$;

CREATE FUNCTION head(p_actor uuid, p_owner uuid)
RETURNS TABLE (seq bigint, link bytea, catalogue bigint, dirty_from date)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    RETURN QUERY SELECT b.seq, b.link, b.catalogue, b.dirty_from FROM books b WHERE b.owner = p_owner;
END $$;

CREATE FUNCTION owners() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp AS
$$ SELECT b.owner FROM books b WHERE b.seq > 0 ORDER BY b.owner $$;

CREATE FUNCTION device_seq(p_actor uuid, p_owner uuid, p_device uuid) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    RETURN coalesce((SELECT d.last FROM devices d WHERE d.owner = p_owner AND d.device = p_device), 0);
END $$;

-- Commits after a sequence number, in order: no more of them once there are 4 MiB.
CREATE FUNCTION commits(p_actor uuid, p_owner uuid, p_after bigint, p_limit integer)
RETURNS TABLE (seq bigint, link bytea, header bytea, previous bytea, leaves bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_commit ledger;
    v_bytes bigint := 0;
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    FOR v_commit IN SELECT l.* FROM ledger l WHERE l.owner = p_owner AND l.seq > p_after AND is_seen(p_actor, p_owner, l.header) ORDER BY l.seq LIMIT p_limit LOOP
        seq := v_commit.seq;
        link := v_commit.link;
        header := v_commit.header;
        previous := v_commit.previous;
        leaves := v_commit.leaves;
        RETURN NEXT;
        v_bytes := v_bytes + length(v_commit.header) + length(v_commit.leaves);
        EXIT WHEN v_bytes >= 4194304;
    END LOOP;
END $$;

CREATE FUNCTION commit_at(p_actor uuid, p_owner uuid, p_seq bigint)
RETURNS TABLE (seq bigint, link bytea, header bytea, previous bytea, leaves bytea)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    -- A writer needs what was written before them, in order to take back what they wrote: their host narrows it.
    IF p_actor <> p_owner AND NOT EXISTS (
        SELECT FROM shared s WHERE s.owner = p_owner AND s.grantee = p_actor AND s.level = 2) THEN
        RAISE EXCEPTION 'the owner''s alone' USING ERRCODE = 'KT003', DETAIL = 'reading the history';
    END IF;
    RETURN QUERY SELECT l.seq, l.link, l.header, l.previous, l.leaves FROM ledger l WHERE l.owner = p_owner AND l.seq = p_seq;
END $$;

-- Headers of commits before a sequence number, newest first.
CREATE FUNCTION headers(p_actor uuid, p_owner uuid, p_before bigint, p_limit integer)
RETURNS TABLE (seq bigint, header bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    RETURN QUERY SELECT l.seq, l.header FROM ledger l
        WHERE l.owner = p_owner AND l.seq < p_before AND is_seen(p_actor, p_owner, l.header) ORDER BY l.seq DESC LIMIT p_limit;
END $$;

CREATE FUNCTION revision(p_actor uuid, p_owner uuid, p_kind smallint, p_id uuid, p_day date) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    IF p_actor <> p_owner AND (p_kind <> 9 OR NOT EXISTS (
        SELECT FROM shared s WHERE s.owner = p_owner AND s.grantee = p_actor AND s.item = p_id)) THEN
        RAISE EXCEPTION 'there is no such record' USING ERRCODE = 'KT001', DETAIL = 'item ' || p_id;
    END IF;
    RETURN revision_of(p_owner, p_kind, p_id, p_day);
END $$;

-- What an erasure has to look through: the structural records that have revisions, and the items that have days or had them.
CREATE FUNCTION records_of(p_actor uuid, p_owner uuid) RETURNS TABLE (kind smallint, id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM check_owner(p_actor, p_owner);
    RETURN QUERY SELECT r.kind, r.id FROM records r WHERE r.owner = p_owner
        UNION SELECT 3::smallint, x.item FROM removed x WHERE x.owner = p_owner;
END $$;

-- Holds a book until the end of the transaction; tells where its ledger stands.
CREATE FUNCTION hold_book(p_actor uuid, p_owner uuid)
RETURNS TABLE (seq bigint, link bytea, catalogue bigint, dirty_from date)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_head books;
BEGIN
    v_head := hold(p_actor, p_owner);
    PERFORM check_owner(p_actor, p_owner);
    RETURN QUERY SELECT v_head.seq, v_head.link, v_head.catalogue, v_head.dirty_from;
END $$;

-- The structure: its version, and the changes that make its records, unless that version is the one known already.
CREATE FUNCTION structure(p_actor uuid, p_owner uuid, p_known bigint) RETURNS TABLE (version bigint, bodies bytea[])
LANGUAGE plpgsql STABLE ROWS 1 AS $$
#variable_conflict use_column
DECLARE
    v_version bigint;
BEGIN
    SELECT h.catalogue INTO v_version FROM kitaab.head(p_actor, p_owner) h;
    IF v_version IS NULL OR v_version = p_known THEN
        RETURN QUERY SELECT coalesce(v_version, 0), NULL::bytea[];
        RETURN;
    END IF;
    RETURN QUERY SELECT v_version, array_agg(r.body) FROM (
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
END $$;

-- Entries, newest day first and by item within a day, after a place in that order.
CREATE FUNCTION entries_page(
    p_actor uuid, p_owner uuid, p_items uuid[], p_first date, p_last date, p_words text[], p_after_day date, p_after_item uuid, p_limit integer
)
RETURNS TABLE (item uuid, day date, value bigint, scale uuid, seq integer, note text)
LANGUAGE plpgsql STABLE AS $$
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
LANGUAGE plpgsql STABLE ROWS 1 AS $$
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
LANGUAGE plpgsql STABLE AS $$
BEGIN
    PERFORM set_config('kitaab.actor', p_actor::text, true);
    RETURN EXISTS (
        SELECT FROM kitaab.entries e
        WHERE e.owner = p_owner AND e.item_no IN (SELECT i.no FROM kitaab.items i WHERE i.owner = p_owner AND i.id = ANY (p_items))
    );
END $$;

-- The entries of some items over a span, a row for each item, in columns by rising day. scales: the scale version of each
-- value, or NULL where all of them are amounts. The last row, without an item, holds the logged days.
CREATE FUNCTION records(p_actor uuid, p_owner uuid, p_items uuid[], p_first date, p_last date)
RETURNS TABLE (item uuid, days date[], amounts bigint[], scale_nos smallint[], scales uuid[])
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
DECLARE
    v_scales uuid[];
BEGIN
    PERFORM set_config('kitaab.actor', p_actor::text, true);
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
    FROM kitaab.days d WHERE d.owner = p_owner AND d.day BETWEEN p_first AND p_last;
END $$;

CREATE FUNCTION reviewed_days(p_actor uuid, p_owner uuid, p_first date, p_last date) RETURNS SETOF date
LANGUAGE plpgsql STABLE AS $$
BEGIN
    PERFORM set_config('kitaab.actor', p_actor::text, true);
    RETURN QUERY SELECT r.day FROM kitaab.reviewed r
        WHERE r.owner = p_owner AND r.day BETWEEN p_first AND p_last AND r.reviewed ORDER BY r.day;
END $$;

CREATE FUNCTION rollups(p_actor uuid, p_owner uuid, p_first date, p_last date) RETURNS SETOF days
LANGUAGE plpgsql STABLE AS $$
BEGIN
    PERFORM set_config('kitaab.actor', p_actor::text, true);
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
