-- Others in a book: what they see of it, the steps of relations, and the owner's access log.

-- Holds the heads of some books in the order of their owners' ids, so that two who do it don't wait for each other. The
-- actor's own is made where it is not there yet. Tells those that are there.
CREATE FUNCTION hold_together(p_actor uuid, p_owners uuid[])
RETURNS TABLE (owner uuid, seq bigint, catalogue bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_owner uuid;
    v_head books;
BEGIN
    FOR v_owner IN SELECT DISTINCT o.owner FROM unnest(p_owners) AS o (owner) ORDER BY o.owner LOOP
        v_head := hold(p_actor, v_owner, true);
        IF v_head.owner IS NOT NULL THEN
            owner := v_head.owner;
            seq := v_head.seq;
            catalogue := v_head.catalogue;
            RETURN NEXT;
        END IF;
    END LOOP;
END $$;

-- What stands between an actor and another's book, for the checks of what they write: relations and blocks of theirs, what
-- was shared with them, and the structure of those deeds. The host that asks checks with it and shows none of it. p_step: for
-- a step of a relation, which somebody may take of whom the book knows nothing yet; with the exemptions, too, of which what somebody
-- sees afterwards depends.
CREATE FUNCTION structure_between(p_actor uuid, p_owner uuid, p_step boolean) RETURNS TABLE (version bigint, bodies bytea[])
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF p_step THEN
        PERFORM set_config('kitaab.actor', p_actor::text, true), set_config('kitaab.book', p_owner::text, true);
    ELSE
        PERFORM check_reader(p_actor, p_owner);
    END IF;
    RETURN QUERY
    WITH with_them AS (
        SELECT r.id, r.body FROM relations r WHERE r.owner = p_owner AND r."with" = p_actor
    ), granted AS (
        SELECT p.deed, p.item, p.body FROM permissions p
        WHERE p.owner = p_owner AND p.relation IN (SELECT w.id FROM with_them w)
    ), deeds_shared AS (
        SELECT g.deed FROM granted g WHERE g.deed IS NOT NULL
        UNION SELECT i.deed FROM items i WHERE i.owner = p_owner AND i.id IN (SELECT g.item FROM granted g)
    )
    SELECT b.catalogue, (SELECT array_agg(f.body) FROM (
        SELECT body FROM with_them
        UNION ALL SELECT body FROM granted
        UNION ALL SELECT body FROM blocks WHERE owner = p_owner AND id = p_actor
        UNION ALL SELECT body FROM deeds WHERE owner = p_owner AND id IN (SELECT d.deed FROM deeds_shared d)
        UNION ALL SELECT body FROM items WHERE owner = p_owner AND deed IN (SELECT d.deed FROM deeds_shared d)
        UNION ALL SELECT body FROM scales WHERE owner = p_owner AND deed IN (SELECT d.deed FROM deeds_shared d)
        UNION ALL SELECT body FROM exemptions WHERE owner = p_owner AND p_step AND EXISTS (SELECT FROM deeds_shared)
        UNION ALL SELECT body FROM settings WHERE owner = p_owner AND EXISTS (SELECT FROM with_them)
        UNION ALL SELECT body FROM sightings WHERE owner = p_owner AND EXISTS (SELECT FROM with_them)
    ) f)
    FROM books b WHERE b.owner = p_owner;
END $$;

-- The structure as an actor sees it, unless its version is the one known already.
CREATE FUNCTION structure_seen(p_actor uuid, p_owner uuid, p_known bigint) RETURNS TABLE (version bigint, bodies bytea[])
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    RETURN QUERY SELECT b.catalogue, CASE WHEN b.catalogue <> p_known THEN v.bodies END
        FROM books b JOIN views v ON v.owner = b.owner AND v.grantee = p_actor WHERE b.owner = p_owner;
END $$;

-- Refuses to answer from another state of the book than the one that the actor's view is of.
CREATE FUNCTION check_view(p_actor uuid, p_owner uuid, p_version bigint) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    IF p_version <> (SELECT b.catalogue FROM books b WHERE b.owner = p_owner) THEN
        RAISE EXCEPTION 'the structure has moved on' USING ERRCODE = 'KT007';
    END IF;
END $$;

-- Entries of another's book, as `entries_page`.
CREATE FUNCTION entries_seen(
    p_actor uuid, p_owner uuid, p_version bigint, p_items uuid[], p_first date, p_last date, p_after_day date, p_after_item uuid,
    p_limit integer
)
RETURNS TABLE (item uuid, day date, value bigint, scale uuid, seq integer, note text)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    PERFORM kitaab.check_view(p_actor, p_owner, p_version);
    RETURN QUERY
    SELECT i.item, e.day, e.value, s.id, e.seq, NULL::text
    FROM (
        SELECT e.* FROM kitaab.entries e
        WHERE e.owner = p_owner AND e.day BETWEEN p_first AND least(p_last, coalesce(p_after_day, p_last))
    ) e
    JOIN kitaab.shared i ON i.owner = p_owner AND i.item_no = e.item_no
    LEFT JOIN kitaab.scale_numbers s ON s.owner = p_owner AND s.no = e.scale_no
    WHERE (p_items IS NULL OR i.item = ANY (p_items))
      AND (p_after_day IS NULL OR e.day < p_after_day OR (e.day = p_after_day AND i.item > p_after_item))
    ORDER BY e.day DESC, i.item LIMIT p_limit;
END $$;

-- Entries of another's book in columns, as `records`.
CREATE FUNCTION records_seen(p_actor uuid, p_owner uuid, p_version bigint, p_items uuid[], p_first date, p_last date)
RETURNS TABLE (item uuid, days date[], amounts bigint[], scale_nos smallint[], scales uuid[])
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    PERFORM kitaab.check_view(p_actor, p_owner, p_version);
    RETURN QUERY
    SELECT i.item, g.days, g.amounts, g.scale_nos, NULL::uuid[]
    FROM (
        SELECT e.item_no, array_agg(e.day) AS days, array_agg(e.value) AS amounts, array_agg(e.scale_no) AS scale_nos
        FROM (
            SELECT e.item_no, e.day, e.value, e.scale_no FROM kitaab.entries e
            WHERE e.owner = p_owner AND e.day BETWEEN p_first AND p_last ORDER BY e.item_no, e.day
        ) e
        GROUP BY e.item_no
    ) g
    JOIN kitaab.shared i ON i.owner = p_owner AND i.item_no = g.item_no
    WHERE i.item = ANY (p_items);
    RETURN QUERY
    SELECT NULL::uuid, NULL::date[], array_agg(s.no::bigint ORDER BY s.no), NULL::smallint[], array_agg(s.id ORDER BY s.no)
    FROM kitaab.scale_numbers s WHERE s.owner = p_owner;
END $$;

-- The revision of a relation between an actor and the owner of a book.
CREATE FUNCTION relation_revision(p_actor uuid, p_owner uuid, p_relation uuid) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
BEGIN
    PERFORM set_config('kitaab.actor', p_actor::text, true), set_config('kitaab.book', p_owner::text, true);
    RETURN coalesce((
        SELECT c.revision FROM relations r JOIN records c ON c.owner = p_owner AND c.kind = 15 AND c.id = r.id
        WHERE r.owner = p_owner AND r.id = p_relation AND r."with" = p_actor), 0);
END $$;

-- Notes that somebody read entries of some deeds of another's book.
CREATE FUNCTION note_reading(p_actor uuid, p_owner uuid, p_day date, p_deeds uuid[], p_at bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    -- Notes may come in another order than that in which was read.
    INSERT INTO access_log AS a (owner, day, reader, deed, first_at)
    SELECT p_owner, p_day, p_actor, d.deed, p_at FROM unnest(p_deeds) AS d (deed)
    ON CONFLICT (owner, day, reader, deed) DO UPDATE SET first_at = excluded.first_at WHERE excluded.first_at < a.first_at;
END $$;

-- The access log, newest day first and by reader and deed within a day, after a place in that order.
CREATE FUNCTION accesses(p_actor uuid, p_owner uuid, p_after_day date, p_after_reader uuid, p_after_deed uuid, p_limit integer)
RETURNS TABLE (reader uuid, deed uuid, day date, first_at bigint)
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('kitaab.actor', p_actor::text, true);
    RETURN QUERY SELECT a.reader, a.deed, a.day, a.first_at FROM kitaab.access_log a
        WHERE a.owner = p_owner
          AND (p_after_day IS NULL OR a.day < p_after_day OR (a.day = p_after_day AND (a.reader, a.deed) > (p_after_reader, p_after_deed)))
        ORDER BY a.day DESC, a.reader, a.deed LIMIT p_limit;
END $$;
