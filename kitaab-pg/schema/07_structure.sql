-- How structural records are kept. None of these functions is the app's to call: `apply` does, which holds the head.

-- The revision of a record, 0 if it was never changed, or was erased. Kinds are as in the encoding of a record's key; the id is
-- that of the item for what belongs to an item's day, and the category's number for a reflection.
CREATE FUNCTION revision_of(p_owner uuid, p_kind smallint, p_id uuid, p_day date) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_found bigint;
BEGIN
    IF p_kind = 9 THEN
        SELECT e.seq INTO v_found FROM entries e JOIN items i ON i.owner = e.owner AND i.no = e.item_no
        WHERE e.owner = p_owner AND e.day = p_day AND i.owner = p_owner AND i.id = p_id;
    ELSIF p_kind IN (11, 13) THEN
        SELECT m.seq INTO v_found FROM make_ups m JOIN items i ON i.owner = m.owner AND i.no = m.item_no
        WHERE m.owner = p_owner AND m.kind = p_kind AND m.day = p_day AND i.owner = p_owner AND i.id = p_id;
    ELSIF p_kind = 10 THEN
        SELECT r.seq INTO v_found FROM reviewed r WHERE r.owner = p_owner AND r.day = p_day;
    ELSIF p_kind = 12 THEN
        SELECT r.seq INTO v_found FROM reflections r WHERE r.owner = p_owner AND r.day = p_day AND r.category = category_of(p_id);
    ELSE
        SELECT r.revision INTO v_found FROM records r WHERE r.owner = p_owner AND r.kind = p_kind AND r.id = p_id;
    END IF;
    IF v_found IS NULL AND p_kind IN (9, 11, 13) THEN
        SELECT r.seq INTO v_found FROM removed r
        WHERE r.owner = p_owner AND r.item = p_id AND r.kind = p_kind AND r.day = p_day;
    END IF;
    RETURN coalesce(v_found, 0);
END $$;

-- The category in the id of a reflection: its last byte.
CREATE FUNCTION category_of(p_id uuid) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT get_byte(uuid_send(p_id), 15)::smallint $$;

-- Keeps a record as it is now. p_doc: its fields as JSON.
CREATE FUNCTION put_record(p_owner uuid, p_kind smallint, p_id uuid, p_body bytea, p_doc jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_no integer;
BEGIN
    CASE p_kind
    WHEN 0 THEN
        INSERT INTO settings VALUES (p_owner, p_doc->>'zone', (p_doc->>'day_start')::smallint,
            (p_doc->>'first_weekday')::smallint, p_body)
        ON CONFLICT (owner) DO UPDATE SET zone = excluded.zone, day_start = excluded.day_start,
            first_weekday = excluded.first_weekday, body = excluded.body;
    WHEN 1 THEN
        INSERT INTO groups VALUES (p_owner, p_id, p_doc->>'name', (p_doc->>'display_order')::bigint, p_body)
        ON CONFLICT (owner, id) DO UPDATE SET name = excluded.name, display_order = excluded.display_order, body = excluded.body;
    WHEN 2 THEN
        INSERT INTO deeds VALUES (p_owner, p_id, p_doc->>'category', p_doc->>'measure', p_doc->>'unit',
            (p_doc->>'group')::uuid, (p_doc->>'display_order')::bigint, p_body)
        ON CONFLICT (owner, id) DO UPDATE SET category = excluded.category, measure = excluded.measure, unit = excluded.unit,
            "group" = excluded."group", display_order = excluded.display_order, body = excluded.body;
    WHEN 3 THEN
        UPDATE items SET deed = (p_doc->>'deed')::uuid, parent = (p_doc->>'parent')::uuid, name = p_doc->>'name',
            description = p_doc->>'description', display_order = (p_doc->>'display_order')::bigint, hide = p_doc->>'hide',
            starts_on = (p_doc->>'starts_on')::date, archived_from = (p_doc->>'archived_from')::date,
            fast = (p_doc->>'fast')::boolean, body = p_body
        WHERE owner = p_owner AND id = p_id;
        IF NOT FOUND THEN
            UPDATE books SET last_item = last_item + 1 WHERE owner = p_owner RETURNING last_item INTO v_no;
            INSERT INTO items (owner, id, no, deed, parent, name, description, display_order, hide, starts_on, archived_from, fast, body)
            VALUES (p_owner, p_id, v_no, (p_doc->>'deed')::uuid, (p_doc->>'parent')::uuid, p_doc->>'name',
                p_doc->>'description', (p_doc->>'display_order')::bigint, p_doc->>'hide', (p_doc->>'starts_on')::date,
                (p_doc->>'archived_from')::date, (p_doc->>'fast')::boolean, p_body);
        END IF;
    WHEN 4 THEN
        INSERT INTO scales VALUES (p_owner, p_id, (p_doc->>'deed')::uuid, (p_doc->>'version')::bigint,
            (p_doc->>'from_day')::date, p_body)
        ON CONFLICT (owner, id) DO UPDATE SET deed = excluded.deed, version = excluded.version, from_day = excluded.from_day,
            body = excluded.body;
        DELETE FROM scale_values WHERE owner = p_owner AND scale = p_id;
        INSERT INTO scale_values SELECT p_owner, p_id, place - 1, value->>'label', (value->>'score')::integer
        FROM jsonb_array_elements(p_doc->'values') WITH ORDINALITY AS given (value, place);
        UPDATE scale_numbers SET scores = scores_of(p_owner, p_id) WHERE owner = p_owner AND id = p_id;
    WHEN 5 THEN
        INSERT INTO exemptions VALUES (p_owner, p_id, (p_doc->>'first_day')::date, (p_doc->>'last_day')::date,
            p_doc->>'scope', (p_doc->>'deed')::uuid, (p_doc->>'item')::uuid, p_doc->>'reason', p_doc->>'words', p_body)
        ON CONFLICT (owner, id) DO UPDATE SET first_day = excluded.first_day, last_day = excluded.last_day,
            scope = excluded.scope, deed = excluded.deed, item = excluded.item, reason = excluded.reason, words = excluded.words,
            body = excluded.body;
    WHEN 6 THEN
        INSERT INTO merits VALUES (p_owner, p_id, p_doc->>'title', p_doc->>'description', p_doc->>'category',
            (p_doc->>'active')::boolean, (p_doc->>'duration')::smallint, p_doc->'rule', (p_doc->>'display_order')::bigint, p_body)
        ON CONFLICT (owner, id) DO UPDATE SET title = excluded.title, description = excluded.description,
            category = excluded.category, active = excluded.active, duration = excluded.duration, rule = excluded.rule,
            display_order = excluded.display_order, body = excluded.body;
        DELETE FROM merit_items WHERE owner = p_owner AND merit = p_id;
        INSERT INTO merit_items
        SELECT p_owner, p_id, place - 1, (condition->>'item')::uuid, condition->>'below', condition->'test'
        FROM jsonb_array_elements(p_doc->'conditions') WITH ORDINALITY AS given (condition, place);
    WHEN 7 THEN
        INSERT INTO targets VALUES (p_owner, p_id, p_doc->>'title', p_doc->>'description', (p_doc->>'first_day')::date,
            (p_doc->>'last_day')::date, (p_doc->>'active')::boolean, p_body)
        ON CONFLICT (owner, id) DO UPDATE SET title = excluded.title, description = excluded.description,
            first_day = excluded.first_day, last_day = excluded.last_day, active = excluded.active, body = excluded.body;
        DELETE FROM target_items WHERE owner = p_owner AND target = p_id;
        INSERT INTO target_items
        SELECT p_owner, p_id, place - 1, (condition->>'item')::uuid, condition->>'below', condition->'test'
        FROM jsonb_array_elements(p_doc->'items') WITH ORDINALITY AS given (condition, place);
    WHEN 8 THEN
        INSERT INTO reminders VALUES (p_owner, p_id, p_doc->>'title', p_doc->>'text', (p_doc->>'item')::uuid,
            (p_doc->>'priority')::smallint, p_doc->'time', (p_doc->>'active')::boolean,
            (p_doc->>'completed_at')::timestamptz, (p_doc->>'snoozed_until')::timestamptz, p_body)
        ON CONFLICT (owner, id) DO UPDATE SET title = excluded.title, text = excluded.text, item = excluded.item,
            priority = excluded.priority, time = excluded.time, active = excluded.active, completed_at = excluded.completed_at,
            snoozed_until = excluded.snoozed_until, body = excluded.body;
    WHEN 14 THEN
        INSERT INTO sightings VALUES (p_owner, p_id, (p_doc->>'month')::integer, (p_doc->>'first_day')::date, p_body)
        ON CONFLICT (owner, id) DO UPDATE SET first_day = excluded.first_day, body = excluded.body;
    WHEN 15 THEN
        INSERT INTO relations VALUES (p_owner, p_id, (p_doc->>'with')::uuid, p_doc->>'kind', p_doc->>'role', p_doc->>'state',
            (p_doc->>'requested_at')::timestamptz, (p_doc->>'accepted_at')::timestamptz,
            (p_doc->>'changed_at')::timestamptz, p_body)
        ON CONFLICT (owner, id) DO UPDATE SET "with" = excluded."with", kind = excluded.kind, role = excluded.role,
            state = excluded.state, requested_at = excluded.requested_at, accepted_at = excluded.accepted_at,
            changed_at = excluded.changed_at, body = excluded.body;
    WHEN 16 THEN
        INSERT INTO blocks VALUES (p_owner, p_id, (p_doc->>'blocked_at')::timestamptz, p_body)
        ON CONFLICT (owner, id) DO UPDATE SET blocked_at = excluded.blocked_at, body = excluded.body;
    WHEN 17 THEN
        INSERT INTO permissions VALUES (p_owner, p_id, (p_doc->>'relation')::uuid, (p_doc->'shared'->>'deed')::uuid,
            (p_doc->'shared'->>'item')::uuid, p_doc->>'level', (p_doc->>'granted_at')::timestamptz, p_body)
        ON CONFLICT (owner, id) DO UPDATE SET relation = excluded.relation, deed = excluded.deed, item = excluded.item,
            level = excluded.level, granted_at = excluded.granted_at, body = excluded.body;
    ELSE
        RAISE EXCEPTION 'kind % is no structural record', p_kind USING ERRCODE = 'KT002';
    END CASE;
END $$;

-- Takes a record out. Its revision stays.
CREATE FUNCTION drop_record(p_owner uuid, p_kind smallint, p_id uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CASE p_kind
    WHEN 0 THEN DELETE FROM settings WHERE owner = p_owner;
    WHEN 1 THEN DELETE FROM groups WHERE owner = p_owner AND id = p_id;
    WHEN 2 THEN DELETE FROM deeds WHERE owner = p_owner AND id = p_id;
    WHEN 3 THEN DELETE FROM items WHERE owner = p_owner AND id = p_id;
    WHEN 4 THEN
        DELETE FROM scales WHERE owner = p_owner AND id = p_id;
        UPDATE scale_numbers SET scores = '{}' WHERE owner = p_owner AND id = p_id;
    WHEN 5 THEN DELETE FROM exemptions WHERE owner = p_owner AND id = p_id;
    WHEN 6 THEN DELETE FROM merits WHERE owner = p_owner AND id = p_id;
    WHEN 7 THEN DELETE FROM targets WHERE owner = p_owner AND id = p_id;
    WHEN 8 THEN DELETE FROM reminders WHERE owner = p_owner AND id = p_id;
    WHEN 14 THEN DELETE FROM sightings WHERE owner = p_owner AND id = p_id;
    WHEN 15 THEN DELETE FROM relations WHERE owner = p_owner AND id = p_id;
    WHEN 16 THEN DELETE FROM blocks WHERE owner = p_owner AND id = p_id;
    WHEN 17 THEN DELETE FROM permissions WHERE owner = p_owner AND id = p_id;
    ELSE RAISE EXCEPTION 'kind % is no structural record', p_kind USING ERRCODE = 'KT002';
    END CASE;
END $$;

CREATE FUNCTION scores_of(p_owner uuid, p_scale uuid) RETURNS integer[]
LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(v.score ORDER BY v.position), '{}') FROM scale_values v WHERE v.owner = p_owner AND v.scale = p_scale
$$;

-- What entries call a scale version; gives it a number where it has none.
CREATE FUNCTION number_scale(p_owner uuid, p_scale uuid) RETURNS smallint
LANGUAGE plpgsql AS $$
DECLARE
    v_no smallint;
BEGIN
    SELECT n.no INTO v_no FROM scale_numbers n WHERE n.owner = p_owner AND n.id = p_scale;
    IF v_no IS NULL THEN
        UPDATE books SET last_scale = last_scale + 1 WHERE owner = p_owner RETURNING last_scale INTO v_no;
        INSERT INTO scale_numbers (owner, no, id, scores) VALUES (p_owner, v_no, p_scale, scores_of(p_owner, p_scale));
    END IF;
    RETURN v_no;
END $$;

-- Sets the levels of a book's items: a tree without turns, at most nine levels of it.
CREATE FUNCTION set_levels(p_owner uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_placed bigint;
BEGIN
    WITH RECURSIVE placed (id, level) AS (
        SELECT i.id, 0 FROM items i WHERE i.owner = p_owner AND i.parent IS NULL
        UNION ALL
        SELECT i.id, p.level + 1 FROM placed p JOIN items i ON i.owner = p_owner AND i.parent = p.id WHERE p.level < 8
    ), levelled AS (
        UPDATE items i SET level = p.level FROM placed p WHERE i.owner = p_owner AND i.id = p.id AND i.level <> p.level
    )
    SELECT count(*) INTO v_placed FROM placed p;
    IF v_placed <> (SELECT count(*) FROM items i WHERE i.owner = p_owner) THEN
        RAISE EXCEPTION 'the items are no tree of at most nine levels' USING ERRCODE = 'KT005', DETAIL = 'parent';
    END IF;
END $$;

-- Replaces what some others see of a book. v_count: how many bodies a view has; -1 where they see nothing any more.
CREATE FUNCTION put_views(
    p_owner uuid, v_grantee uuid[], v_count integer[], v_bodies bytea[], v_scale_count integer[], v_scales uuid[],
    h_grantee uuid[], h_item uuid[], h_level smallint[]
)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_body integer := 1;
    v_scale integer := 1;
BEGIN
    DELETE FROM views v WHERE v.owner = p_owner AND v.grantee = ANY (v_grantee);
    FOR place IN 1 .. coalesce(cardinality(v_grantee), 0) LOOP
        CONTINUE WHEN v_count[place] < 0;
        INSERT INTO views (owner, grantee, bodies, scales)
        VALUES (p_owner, v_grantee[place], coalesce(v_bodies[v_body : v_body + v_count[place] - 1], '{}'),
                coalesce(v_scales[v_scale : v_scale + v_scale_count[place] - 1], '{}'));
        v_body := v_body + v_count[place];
        v_scale := v_scale + v_scale_count[place];
    END LOOP;
    INSERT INTO shared (owner, grantee, item, item_no, level)
    SELECT p_owner, h.grantee, h.item, i.no, h.level FROM unnest(h_grantee, h_item, h_level) AS h (grantee, item, level)
    JOIN items i ON i.owner = p_owner AND i.id = h.item;
END $$;
