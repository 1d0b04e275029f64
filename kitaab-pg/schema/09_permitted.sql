-- Who may: what is refused to whoever reads or writes.

-- Holds the head of a book until the transaction ends. The owner's own is made where it is not there yet; another's is there
-- only for those whom the owner lets see something, unless a step of a relation is to be taken there.
CREATE FUNCTION hold(p_actor uuid, p_owner uuid, p_step boolean DEFAULT false) RETURNS books
LANGUAGE plpgsql AS $$
DECLARE
    v_head books;
BEGIN
    PERFORM set_config('kitaab.actor', p_actor::text, true), set_config('kitaab.book', p_owner::text, true);
    SELECT * INTO v_head FROM books b WHERE b.owner = p_owner FOR UPDATE;
    IF NOT FOUND AND p_actor = p_owner THEN
        INSERT INTO books (owner) VALUES (p_owner) ON CONFLICT (owner) DO NOTHING;
        SELECT * INTO STRICT v_head FROM books b WHERE b.owner = p_owner FOR UPDATE;
    END IF;
    IF NOT p_step THEN
        PERFORM check_reader(p_actor, p_owner);
    END IF;
    RETURN v_head;
END $$;

-- Refuses those who may not know of a book. What a session is told is assigned, and not queried for; whoever asks for their own book
-- is looked up nowhere.
CREATE FUNCTION check_reader(p_actor uuid, p_owner uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_set text;
BEGIN
    v_set := set_config('kitaab.actor', p_actor::text, true);
    v_set := set_config('kitaab.book', p_owner::text, true);
    IF p_actor IS DISTINCT FROM p_owner THEN
        IF NOT EXISTS (SELECT FROM views v WHERE v.owner = p_owner AND v.grantee = p_actor) THEN
            RAISE EXCEPTION 'there is no such book' USING ERRCODE = 'KT001', DETAIL = 'book ' || p_owner;
        END IF;
    END IF;
END $$;

-- Refuses what is the owner's alone to all others.
CREATE FUNCTION check_owner(p_actor uuid, p_owner uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    IF p_actor IS DISTINCT FROM p_owner THEN
        RAISE EXCEPTION 'the owner''s alone' USING ERRCODE = 'KT003', DETAIL = 'this';
    END IF;
END $$;

-- Refuses what somebody else may not write: anything but entries of the items that they may write, without notes.
CREATE FUNCTION check_writer(
    p_actor uuid, p_owner uuid, o_op smallint[], o_id uuid[], p_items uuid[], r_op smallint[], r_note smallint[], p_restructured boolean
)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF p_restructured OR EXISTS (SELECT FROM unnest(o_op) AS o (op) WHERE op NOT IN (1, 2))
       OR EXISTS (SELECT FROM unnest(r_op, r_note) AS r (op, note) WHERE op = 0 OR note <> 0) THEN
        RAISE EXCEPTION 'the owner''s alone' USING ERRCODE = 'KT003', DETAIL = 'writing this';
    END IF;
    IF EXISTS (
        SELECT FROM (SELECT unnest(p_items) UNION ALL SELECT id FROM unnest(o_op, o_id) AS o (op, id) WHERE op = 2) AS asked (item)
        WHERE NOT EXISTS (SELECT FROM shared s
                          WHERE s.owner = p_owner AND s.grantee = p_actor AND s.item = asked.item AND s.level = 2)
    ) THEN
        RAISE EXCEPTION 'no permission' USING ERRCODE = 'KT003', DETAIL = 'writing entries';
    END IF;
END $$;

-- Refuses what is no step that somebody else may take in a relation, in the book of the other one: to ask, unless they are
-- blocked; to accept what they were asked; to decline or to end it.
--
-- A step is one change of that one record. It shows who takes it nothing of the book that they don't see already, or that the
-- owner shares with them in the relation that they accept.
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

-- At most one other writes in a deed, by permissions for items too.
CREATE FUNCTION check_one_writer(p_owner uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM permissions p
        JOIN relations r ON r.owner = p_owner AND r.id = p.relation AND r.state = 'accepted'
        LEFT JOIN items i ON i.owner = p_owner AND i.id = p.item
        WHERE p.owner = p_owner AND p.level = 'write'
        GROUP BY coalesce(p.deed, i.deed) HAVING count(DISTINCT r."with") > 1
    ) THEN
        RAISE EXCEPTION 'somebody else may write in it already' USING ERRCODE = 'KT004', DETAIL = 'permission';
    END IF;
END $$;

-- Refuses a header that is not of this book, actor and device: its map begins with them.
CREATE FUNCTION check_author(p_actor uuid, p_owner uuid, p_device uuid, p_header bytea) RETURNS void
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    v_begins bytea := '\x0050'::bytea || uuid_send(p_owner);
BEGIN
    IF p_actor <> p_owner THEN
        v_begins := v_begins || '\x0150'::bytea || uuid_send(p_actor);
    END IF;
    v_begins := v_begins || '\x0250'::bytea || uuid_send(p_device);
    IF substr(p_header, 3, length(v_begins)) <> v_begins THEN
        RAISE EXCEPTION 'the header is of another book, actor or device' USING ERRCODE = 'KT005', DETAIL = 'header';
    END IF;
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
