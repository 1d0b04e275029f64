-- What is handed in is looked at as a whole.

-- A step of a relation is one change of that one record. It shows who takes it nothing of the book that they don't see already, or that the
-- owner shares with them in the relation that they accept.
DROP FUNCTION check_step(uuid, uuid, smallint[], smallint[], uuid[], jsonb, smallint[], uuid[], uuid[], uuid[]);
CREATE FUNCTION check_step(
    p_actor uuid, p_owner uuid, p_request uuid, o_op smallint[], o_kind smallint[], o_id uuid[], p_items uuid[], p_scales uuid[],
    s_kind smallint[], s_id uuid[], s_doc jsonb, g_kind smallint[], g_id uuid[], c_item uuid[],
    v_grantee uuid[], v_scales uuid[], h_grantee uuid[], h_item uuid[], h_level smallint[]
)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_before relations;
    v_state text := s_doc->0->>'state';
    v_shared uuid[] := '{}';
BEGIN
    SELECT * INTO v_before FROM relations r WHERE r.owner = p_owner AND r.id = s_id[1];
    IF v_state = 'accepted' THEN
        v_shared := ARRAY(
            SELECT coalesce(p.deed, i.deed) FROM permissions p LEFT JOIN items i ON i.owner = p_owner AND i.id = p.item
            WHERE p.owner = p_owner AND p.relation = s_id[1]);
    END IF;
    IF o_op <> '{7}' OR o_kind <> '{15}' OR s_kind <> '{15}' OR o_id <> s_id OR p_request IS NOT NULL
       OR cardinality(c_item) > 0 OR cardinality(p_items) > 0 OR cardinality(p_scales) > 0
       OR NOT v_grantee <@ ARRAY[p_actor] OR NOT h_grantee <@ ARRAY[p_actor]
       OR s_doc->0->>'with' <> p_actor::text OR v_before."with" <> p_actor
       OR EXISTS (SELECT FROM unnest(g_kind, g_id) AS g (kind, id) WHERE NOT EXISTS (
            SELECT FROM permissions p WHERE g.kind = 17 AND p.owner = p_owner AND p.id = g.id AND p.relation = s_id[1]))
       OR EXISTS (SELECT FROM unnest(h_item, h_level) AS h (item, level) WHERE NOT EXISTS (
            SELECT FROM shared s WHERE s.owner = p_owner AND s.grantee = p_actor AND s.item = h.item AND s.level >= h.level
            UNION ALL SELECT FROM items i WHERE i.owner = p_owner AND i.id = h.item AND i.deed = ANY (v_shared)))
       OR EXISTS (SELECT FROM unnest(v_scales) AS g (scale) WHERE NOT EXISTS (
            SELECT FROM views v WHERE v.owner = p_owner AND v.grantee = p_actor AND g.scale = ANY (v.scales)
            UNION ALL SELECT FROM scales k WHERE k.owner = p_owner AND k.id = g.scale AND k.deed = ANY (v_shared)))
       OR (CASE
          WHEN v_state = 'pending' THEN s_doc->0->>'role' <> 'receiver'
            OR EXISTS (SELECT FROM blocks b WHERE b.owner = p_owner AND b.id = p_actor)
          WHEN v_state IN ('accepted', 'rejected') THEN (v_before.state = 'pending' AND v_before.role = 'requester') IS NOT TRUE
          ELSE (v_before.state IN ('pending', 'accepted')) IS NOT TRUE
          END) THEN
        RAISE EXCEPTION 'no step of theirs' USING ERRCODE = 'KT003', DETAIL = 'a step of a relation';
    END IF;
END $$;

-- As before; for a step with the exemptions, too, of which what somebody sees afterwards depends.
CREATE OR REPLACE FUNCTION structure_between(p_actor uuid, p_owner uuid, p_step boolean) RETURNS TABLE (version bigint, bodies bytea[])
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

-- Whether this database lets books run ahead of its own clock: who serves can't say so.
CREATE FUNCTION future_days_allowed() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
        WHERE d.datname = current_database() AND s.setrole = 0 AND 'kitaab.future_days=allowed' = ANY (s.setconfig))
$$;

-- A deed's category and measure stay as they are once it has entries: who decided otherwise did not know of them yet. `p_deeds`: those
-- that have another one now.
CREATE FUNCTION check_judged_anew(p_owner uuid, p_deeds uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM items i WHERE i.owner = p_owner AND i.deed = ANY (p_deeds)
               AND EXISTS (SELECT FROM entries e WHERE e.owner = p_owner AND e.item_no = i.no)) THEN
        RAISE EXCEPTION 'there are entries: category and measure stay as they are (make a new deed)'
            USING ERRCODE = 'KT004', DETAIL = 'deed';
    END IF;
END $$;

-- `apply` as it is, but for these lines.
DO $patches$
DECLARE
    v_apply text := pg_get_functiondef((SELECT oid FROM pg_proc WHERE proname = 'apply' AND pronamespace = 'kitaab'::regnamespace));
    v_patch text[];
BEGIN
    FOREACH v_patch SLICE 1 IN ARRAY ARRAY[
        -- The structure is changed by whoever hands in records of it, whatever they say.
        ARRAY['v_head := hold(p_actor, p_owner, p_step);',
              'v_head := hold(p_actor, p_owner, p_step);
    p_restructured := p_restructured OR cardinality(s_kind || g_kind) > 0 OR cardinality(c_item || v_grantee || h_grantee) > 0;'],
        -- A chain is taken over by a book that has nothing else.
        ARRAY['IF p_actor IS DISTINCT FROM p_owner THEN',
              'IF p_link IS NOT NULL AND v_head.seq > 0 AND NOT EXISTS (
        SELECT FROM ledger l WHERE l.owner = p_owner AND l.seq = 1 AND l.xmin = pg_current_xact_id()::xid) THEN
        RAISE EXCEPTION ''has commits already'' USING ERRCODE = ''KT004'', DETAIL = ''book'';
    END IF;
    IF p_actor IS DISTINCT FROM p_owner THEN'],
        ARRAY['PERFORM check_step(p_actor, p_owner, o_op, s_kind, s_id, s_doc, g_kind, g_id, c_item, v_grantee);',
              'PERFORM check_step(p_actor, p_owner, p_request, o_op, o_kind, o_id, p_items, p_scales, s_kind, s_id, s_doc, g_kind, g_id,
                               c_item, v_grantee, v_scales, h_grantee, h_item, h_level);'],
        ARRAY['IF NOT coalesce(p_more, false) THEN', 'IF NOT coalesce(p_more AND p_link IS NOT NULL, false) THEN'],
        ARRAY['IF coalesce(current_setting(''kitaab.future_days'', true), '''') <> ''allowed''
           AND EXISTS (SELECT FROM unnest(r_day) AS given (day) WHERE day > (now() AT TIME ZONE ''UTC'')::date + 2) THEN',
              'IF EXISTS (SELECT FROM unnest(r_day) AS given (day) WHERE day > (now() AT TIME ZONE ''UTC'')::date + 2)
           AND NOT future_days_allowed() THEN'],
        -- What a deed was judged by, before it is kept as it is now; and what a chain says, it said before.
        ARRAY['    v_place integer;
BEGIN', '    v_place integer;
    v_anew uuid[] := ''{}'';
BEGIN'],
        ARRAY['    FOR v_place IN 1 .. coalesce(cardinality(s_kind), 0) LOOP
        PERFORM put_record(',
              '    IF p_link IS NULL AND 2 = ANY (s_kind) THEN
        v_anew := ARRAY(
            SELECT d.id FROM unnest(s_kind, s_id) WITH ORDINALITY AS s (kind, id, place)
            JOIN deeds d ON d.owner = p_owner AND d.id = s.id
            WHERE s.kind = 2 AND (d.category, d.measure) <>
                (s_doc->(s.place - 1)::integer->>''category'', s_doc->(s.place - 1)::integer->>''measure''));
    END IF;
    FOR v_place IN 1 .. coalesce(cardinality(s_kind), 0) LOOP
        PERFORM put_record('],
        ARRAY['    FOR v_place IN 1 .. coalesce(cardinality(g_kind), 0) LOOP
        PERFORM drop_record(',
              '    IF cardinality(v_anew) > 0 THEN
        PERFORM check_judged_anew(p_owner, v_anew);
    END IF;
    FOR v_place IN 1 .. coalesce(cardinality(g_kind), 0) LOOP
        PERFORM drop_record(']
    ] LOOP
        IF position(v_patch[1] IN v_apply) = 0 THEN
            RAISE EXCEPTION 'apply has no line %', v_patch[1];
        END IF;
        v_apply := replace(v_apply, v_patch[1], v_patch[2]);
    END LOOP;
    EXECUTE v_apply;
END $patches$;

REVOKE ALL ON FUNCTION check_step, future_days_allowed, check_judged_anew FROM PUBLIC;
