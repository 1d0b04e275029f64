-- Applying commits: the only way that anything in a book changes.
--
-- How it is planned, and others that ask by key. A function's plan is kept as long as the connection lives, or until the server gathers
-- figures anew. Made while a year's partition is known to be empty, as each is when the year begins, it would read the partition from
-- end to end, and go on doing so while the partition fills: each entry would then cost as much as all before it. What these functions
-- ask for has a key: it is found by that, however little there is (`enable_seqscan = off`). And for a span of days the planner would
-- plan anew each time, to leave out the years that are not asked for; that takes longer than to read a month, or to write a day. The
-- executor leaves them out by itself (`plan_cache_mode = force_generic_plan`).

-- What a commit is answered without being applied, under the book's lock: before (it was applied before, as `answer_seq`); request
-- (the request was answered before, by the commit with `answer_seq`); device, catalogue or record (a precondition does not
-- hold: `answer_seq` is what is so now, `answer_at` the place of the record); moved (the structure of version `p_base`, on
-- which it was worked out, has moved on). NULL if nothing stands against it.
CREATE FUNCTION answer_at_once(
    p_actor uuid, p_owner uuid, p_device uuid, p_device_seq bigint, p_request uuid, p_hash bytea,
    e_catalogue bigint, e_kind smallint[], e_id uuid[], e_day date[], e_revision bigint[], p_base bigint, p_step boolean,
    OUT answer text, OUT answer_seq bigint, OUT answer_link bytea, OUT answer_at integer
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp SET enable_seqscan = off AS $$
DECLARE
    v_head books;
    v_last devices;
    v_found bigint;
BEGIN
    v_head := hold(p_actor, p_owner, p_step);
    -- What another may write was checked by the structure: it comes before everything else.
    IF p_actor <> p_owner AND p_base IS DISTINCT FROM v_head.catalogue THEN
        answer := 'moved';
        RETURN;
    END IF;

    -- Sent before?
    IF p_request IS NOT NULL THEN
        SELECT 'request', r.seq INTO answer, answer_seq FROM requests r WHERE r.owner = p_owner AND r.request = p_request;
        IF FOUND THEN
            RETURN;
        END IF;
    END IF;
    SELECT * INTO v_last FROM devices d WHERE d.owner = p_owner AND d.device = p_device;
    IF p_device_seq <= coalesce(v_last.last, 0) THEN
        SELECT 'before', l.seq, l.link INTO answer, answer_seq, answer_link FROM ledger l
        WHERE p_device_seq = v_last.last AND l.owner = p_owner AND l.seq = v_last.seq
          AND l.link = link(p_owner, link_at(p_owner, l.seq - 1), l.seq, p_hash);
        IF NOT FOUND THEN
            answer := 'device';
            answer_seq := coalesce(v_last.last, 0);
        END IF;
        RETURN;
    END IF;

    -- Is what it rests on still so?
    IF e_catalogue <> v_head.catalogue THEN
        answer := 'catalogue';
        answer_seq := v_head.catalogue;
        RETURN;
    END IF;
    FOR place IN 1 .. coalesce(cardinality(e_kind), 0) LOOP
        v_found := revision_of(p_owner, e_kind[place], e_id[place], e_day[place]);
        IF v_found <> e_revision[place] THEN
            answer := 'record';
            answer_seq := v_found;
            answer_at := place;
            RETURN;
        END IF;
    END LOOP;
    IF p_base <> v_head.catalogue THEN
        answer := 'moved';
    END IF;
END $$;

-- The link of a commit, which may be the last one of a year that is away; zeros before the first.
CREATE FUNCTION link_at(p_owner uuid, p_seq bigint) RETURNS bytea
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN CASE p_seq WHEN 0 THEN decode(repeat('00', 32), 'hex')
        ELSE coalesce((SELECT l.link FROM ledger l WHERE l.owner = p_owner AND l.seq = p_seq),
                      (SELECT e.link FROM ledger_ends e WHERE e.owner = p_owner AND e.seq = p_seq)) END;
END $$;

-- Applies a commit, all or nothing. `answer`: applied, or as `answer_at_once` says.
--
-- What a commit does comes twice: as the bytes that are hashed and kept, and worked out as
--   o_*      what to do, in order: {op, leaf, kind, id, day, n, text, words}, by column. op: 1 writes the next n entries of
--            the rows; 2 removes an entry, 3 marks a day as reviewed or not, 4 sets and 5 adds to a count, 6 writes a
--            reflection, 7 changes a structural record, 8 takes an item's days along, 9 erases something of a day, 10
--            erases an item's days, 11 forgets a structural record, 12 removes a count, 13 does nothing
--   p_items, p_scales and r_*   the entries: see `write_entries`
--   s_*      structural records as they are afterwards; g_* those that are there no more; c_* for the figures of which
--            category the entries of an item count; p_recount, p_rescored: whether all days come to something else
--   x_*      commits that lose bodies to an erasure, with the leaves that they have then, one after the other
--   v_*, h_* what others see of the book afterwards, where that is new: see `put_views`
-- p_step: it is a step of a relation in the book of the other one.
-- p_link: of a commit that is taken over with its chain, the link that it must have; its preconditions were checked
-- elsewhere. p_more: more of the chain follow.
CREATE FUNCTION apply(
    p_actor uuid, p_owner uuid, p_device uuid, p_device_seq bigint, p_request uuid, p_header bytea, p_leaves bytea[],
    e_catalogue bigint, e_kind smallint[], e_id uuid[], e_day date[], e_revision bigint[],
    p_dirty date,
    o_op smallint[], o_leaf integer[], o_kind smallint[], o_id uuid[], o_day date[], o_n bigint[], o_text text[], o_words text[],
    p_items uuid[], p_scales uuid[],
    r_leaf integer[], r_item integer[], r_day date[], r_op smallint[], r_value bigint[], r_scale integer[], r_note smallint[],
    r_text text[], r_words text[],
    p_base bigint, s_kind smallint[], s_id uuid[], s_body bytea[], s_doc jsonb, g_kind smallint[], g_id uuid[],
    c_item uuid[], c_counted smallint[], p_restructured boolean, p_recount boolean, p_rescored uuid[],
    x_seq bigint[], x_count integer[], x_leaves bytea[],
    p_link bytea, p_more boolean, p_step boolean,
    v_grantee uuid[], v_count integer[], v_bodies bytea[], v_scale_count integer[], v_scales uuid[],
    h_grantee uuid[], h_item uuid[], h_level smallint[],
    OUT answer text, OUT answer_seq bigint, OUT answer_link bytea, OUT answer_at integer
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp
SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_head books;
    v_hash bytea;
    v_at timestamptz;
    v_item_no integer[];
    v_scale_no smallint[];
    v_previous bytea[];
    v_touched date[] := '{}';
    v_row integer := 1;
    v_leaves integer := cardinality(p_leaves);
    v_part record;
    v_written record;
    v_place integer;
    v_anew uuid[] := '{}';
BEGIN
    v_head := hold(p_actor, p_owner, p_step);
    -- The structure is changed by whoever hands in records of it, whatever they say.
    p_restructured := p_restructured OR cardinality(s_kind || g_kind) > 0 OR cardinality(c_item || v_grantee || h_grantee) > 0;
    v_hash := commit_hash(p_owner, p_header, p_leaves);

    IF p_link IS NULL THEN
        SELECT * INTO answer, answer_seq, answer_link, answer_at
        FROM answer_at_once(p_actor, p_owner, p_device, p_device_seq, p_request, v_hash, e_catalogue, e_kind, e_id, e_day,
                            e_revision, p_base, p_step);
        IF answer IS NOT NULL THEN
            RETURN;
        END IF;
        PERFORM check_author(p_actor, p_owner, p_device, p_header);
    END IF;
    -- A chain is taken over by a book that has nothing else.
    IF p_link IS NOT NULL AND v_head.seq > 0 AND NOT EXISTS (
        SELECT FROM ledger l WHERE l.owner = p_owner AND l.seq = 1 AND l.xmin = pg_current_xact_id()::xid) THEN
        RAISE EXCEPTION 'has commits already' USING ERRCODE = 'KT004', DETAIL = 'book';
    END IF;
    IF p_actor IS DISTINCT FROM p_owner THEN
        IF p_link IS NOT NULL OR cardinality(x_seq) > 0 THEN
            RAISE EXCEPTION 'the owner''s alone' USING ERRCODE = 'KT003', DETAIL = 'this';
        ELSIF p_step THEN
            PERFORM check_step(p_actor, p_owner, p_request, o_op, o_kind, o_id, p_items, p_scales, s_kind, s_id, s_doc, g_kind, g_id,
                               c_item, v_grantee, v_scales, h_grantee, h_item, h_level);
        ELSE
            PERFORM check_writer(p_actor, p_owner, o_op, o_id, p_items, r_op, r_note, p_restructured);
        END IF;
    END IF;

    answer := 'applied';
    answer_seq := v_head.seq + 1;
    answer_link := link(p_owner, v_head.link, answer_seq, v_hash);
    IF p_link <> answer_link THEN
        RAISE EXCEPTION 'it does not follow from what is before it' USING ERRCODE = 'KT002';
    END IF;
    IF answer_seq > 2147483647 THEN
        RAISE EXCEPTION 'more than 2,147,483,647 commits in one book' USING ERRCODE = 'KT006';
    END IF;

    -- What a deed was judged by, before it is kept as it is now; and what a chain says, it said before.
    IF p_link IS NULL AND 2 = ANY (s_kind) THEN
        v_anew := ARRAY(
            SELECT d.id FROM unnest(s_kind, s_id) WITH ORDINALITY AS s (kind, id, place)
            JOIN deeds d ON d.owner = p_owner AND d.id = s.id
            WHERE s.kind = 2 AND (d.category, d.measure) <>
                (s_doc->(s.place - 1)::integer->>'category', s_doc->(s.place - 1)::integer->>'measure'));
    END IF;
    -- The structure as it is afterwards, so that what follows finds the items it names. What goes, goes at the end.
    FOR v_place IN 1 .. coalesce(cardinality(s_kind), 0) LOOP
        PERFORM put_record(p_owner, s_kind[v_place], s_id[v_place], s_body[v_place], s_doc->(v_place - 1));
    END LOOP;

    -- What it does to records and days.
    v_previous := array_fill('\x00'::bytea, ARRAY[v_leaves]);
    IF cardinality(p_items) > 0 THEN
        SELECT array_agg(i.no ORDER BY g.place) INTO v_item_no
        FROM unnest(p_items) WITH ORDINALITY AS g (id, place) LEFT JOIN items i ON i.owner = p_owner AND i.id = g.id;
        v_place := array_position(v_item_no, NULL);
        IF v_place IS NOT NULL THEN
            RAISE EXCEPTION 'there is no such item' USING ERRCODE = 'KT001', DETAIL = 'item ' || p_items[v_place];
        END IF;
        SELECT array_agg(number_scale(p_owner, g.id) ORDER BY g.place) INTO v_scale_no
        FROM unnest(p_scales) WITH ORDINALITY AS g (id, place);
        -- Nobody's tomorrow is later than this, wherever they live. A database may let books run ahead of its own clock.
        IF EXISTS (SELECT FROM unnest(r_day) AS given (day) WHERE day > (now() AT TIME ZONE 'UTC')::date + 2)
           AND NOT future_days_allowed() THEN
            RAISE EXCEPTION 'must not be later than tomorrow' USING ERRCODE = 'KT005', DETAIL = 'day';
        END IF;
    END IF;
    FOR v_part IN
        SELECT g.* FROM unnest(o_op, o_leaf, o_kind, o_id, o_day, o_n, o_text, o_words)
            WITH ORDINALITY AS g (op, leaf, kind, id, day, n, text, words, place) ORDER BY g.place
    LOOP
        IF v_part.op = 1 THEN
            v_written := write_entries(p_owner, answer_seq, v_row, v_row + v_part.n::integer - 1, p_items, v_item_no,
                v_scale_no, r_leaf, r_item, r_day, r_op, r_value, r_scale, r_note, r_text, r_words);
            FOR i IN 1 .. cardinality(v_written.o_leaf) LOOP
                v_previous[v_written.o_leaf[i]] := v_written.o_previous[i];
            END LOOP;
            v_touched := v_touched || r_day[v_row : v_row + v_part.n::integer - 1];
            v_row := v_row + v_part.n::integer;
            CONTINUE;
        END IF;
        IF v_part.op IN (2, 3, 4, 5, 6, 7, 12) THEN
            v_previous[v_part.leaf] := previous_of(ARRAY[revision_of(p_owner, v_part.kind, v_part.id, v_part.day)]);
        END IF;
        CASE v_part.op
        WHEN 2 THEN
            PERFORM drop_entry(p_owner, v_part.id, v_part.day);
            PERFORM keep_removed(p_owner, v_part.id, 9::smallint, v_part.day, answer_seq);
            v_touched := v_touched || v_part.day;
        WHEN 3 THEN
            INSERT INTO reviewed (owner, day, reviewed, seq) VALUES (p_owner, v_part.day, v_part.n = 1, answer_seq)
            ON CONFLICT (owner, day) DO UPDATE SET reviewed = excluded.reviewed, seq = excluded.seq;
            v_touched := v_touched || v_part.day;
        WHEN 4, 5 THEN
            PERFORM write_count(p_owner, v_part.id, v_part.kind, v_part.day, v_part.op = 5, v_part.n, answer_seq);
        WHEN 6 THEN
            INSERT INTO reflections (owner, day, category, text, words, seq)
            VALUES (p_owner, v_part.day, category_of(v_part.id), v_part.text, string_to_array(v_part.words, ' '), answer_seq)
            ON CONFLICT (owner, day, category) DO UPDATE SET text = excluded.text, words = excluded.words, seq = excluded.seq;
        WHEN 7 THEN
            INSERT INTO records (owner, kind, id, revision) VALUES (p_owner, v_part.kind, v_part.id, answer_seq)
            ON CONFLICT (owner, kind, id) DO UPDATE SET revision = excluded.revision;
        WHEN 8, 10 THEN
            v_touched := v_touched || drop_days_of_item(p_owner, v_part.id, v_part.op = 8);
        WHEN 9 THEN
            PERFORM erase_of_day(p_owner, v_part.kind, v_part.id, v_part.day);
            v_touched := v_touched || v_part.day;
        WHEN 11 THEN
            DELETE FROM records r WHERE r.owner = p_owner AND r.kind = v_part.kind AND r.id = v_part.id;
        WHEN 12 THEN
            DELETE FROM make_ups m USING items i WHERE m.owner = p_owner AND m.kind = v_part.kind AND m.day = v_part.day
                AND i.owner = p_owner AND i.no = m.item_no AND i.id = v_part.id;
            PERFORM keep_removed(p_owner, v_part.id, v_part.kind, v_part.day, answer_seq);
        WHEN 13 THEN
            NULL;
        ELSE
            RAISE EXCEPTION 'operation % is none', v_part.op USING ERRCODE = 'KT002';
        END CASE;
    END LOOP;

    IF cardinality(v_anew) > 0 THEN
        PERFORM check_judged_anew(p_owner, v_anew);
    END IF;
    FOR v_place IN 1 .. coalesce(cardinality(g_kind), 0) LOOP
        PERFORM drop_record(p_owner, g_kind[v_place], g_id[v_place]);
    END LOOP;
    IF p_restructured THEN
        UPDATE items i SET counted = c.counted FROM unnest(c_item, c_counted) AS c (item, counted)
        WHERE i.owner = p_owner AND i.id = c.item;
        IF NOT coalesce(p_more AND p_link IS NOT NULL, false) THEN
            PERFORM set_levels(p_owner);
            PERFORM check_one_writer(p_owner);
        END IF;
        PERFORM put_views(p_owner, v_grantee, v_count, v_bodies, v_scale_count, v_scales, h_grantee, h_item, h_level);
    END IF;

    -- What is derived.
    IF p_restructured AND (p_recount OR EXISTS (
        SELECT FROM scale_numbers n WHERE n.owner = p_owner AND n.id = ANY (p_rescored))) THEN
        PERFORM reckon_all(p_owner);
    ELSIF cardinality(v_touched) > 0 THEN
        PERFORM reckon(p_owner, v_touched);
    END IF;

    -- The ledger.
    PERFORM strip(p_owner, x_seq, x_count, x_leaves, p_leaves);
    v_at := greatest(v_head.written_at, clock_timestamp());
    INSERT INTO ledger (owner, seq, at, link, header, previous, leaves)
    VALUES (p_owner, answer_seq, v_at, answer_link, p_header,
            nullif(array_to_bytes(v_previous), decode(repeat('00', v_leaves), 'hex')), cbor_array(p_leaves));
    INSERT INTO devices AS d (owner, device, last, seq) VALUES (p_owner, p_device, p_device_seq, answer_seq)
    ON CONFLICT (owner, device) DO UPDATE SET last = excluded.last, seq = excluded.seq WHERE excluded.last > d.last;
    IF p_request IS NOT NULL THEN
        INSERT INTO requests (owner, request, seq) VALUES (p_owner, p_request, answer_seq) ON CONFLICT (owner, request) DO NOTHING;
    END IF;
    UPDATE books b SET seq = answer_seq, link = answer_link, written_at = v_at, dirty_from = least(b.dirty_from, p_dirty),
        catalogue = CASE WHEN p_restructured THEN answer_seq ELSE b.catalogue END
    WHERE b.owner = p_owner;
    IF current_setting('kitaab.notify', true) = 'on' THEN
        PERFORM pg_notify('kitaab', p_owner || ' ' || answer_seq);
    END IF;
END $$;

-- Drops the bodies that an erasure takes from commits of the ledger. It can do nothing else: with its new leaves a commit
-- must have the hash that it had, and the commit that asks for it must hold an erasure. Where the commit before is missing, no leaves
-- are those of the commit.
CREATE FUNCTION strip(p_owner uuid, x_seq bigint[], x_count integer[], x_leaves bytea[], p_leaves bytea[]) RETURNS void
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

-- Erases a whole book: its ledger, and everything derived from it. A night's evaluation holds its list before it holds the book: so
-- does this.
CREATE FUNCTION erase_book(p_actor uuid, p_owner uuid) RETURNS void
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
