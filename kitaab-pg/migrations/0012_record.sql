-- Recording one entry: what `apply` does, for the commit that comes most often, with as few statements as it takes.

-- Writes one entry of the owner's own, without its note. p_op: 1 puts the value, 2 adds to it. `answer`: applied; catalogue,
-- as `answer_at_once`; or general: something about the commit is out of the ordinary, nothing was written, and `apply` is to be asked.
CREATE FUNCTION record(
    p_owner uuid, p_device uuid, p_device_seq bigint, p_header bytea, p_leaf bytea, e_catalogue bigint,
    p_item uuid, p_day date, p_op smallint, p_value bigint, p_scale uuid,
    OUT answer text, OUT answer_seq bigint, OUT answer_link bytea, OUT answer_at integer
)
-- The planner would plan anew each time, to leave out partitions that the executor leaves out by itself.
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_head books;
    v_item_no integer;
    v_scale_no smallint := 0;
    v_held entries;
    v_gone bigint;
    v_value bigint := p_value;
    v_tag bytea := substr(p_header, 1, 1) || uuid_send(p_owner);
BEGIN
    answer := 'general';
    PERFORM set_config('kitaab.actor', p_owner::text, true), set_config('kitaab.book', p_owner::text, true);
    SELECT * INTO v_head FROM books b WHERE b.owner = p_owner FOR UPDATE;
    IF NOT FOUND OR p_device_seq <= 0 OR p_day > (now() AT TIME ZONE 'UTC')::date + 2 OR v_head.seq >= 2147483647 THEN
        RETURN;
    END IF;
    SELECT i.no INTO v_item_no FROM items i WHERE i.owner = p_owner AND i.id = p_item;
    IF p_scale IS NOT NULL THEN
        SELECT n.no INTO v_scale_no FROM scale_numbers n WHERE n.owner = p_owner AND n.id = p_scale;
    END IF;
    IF v_item_no IS NULL OR v_scale_no IS NULL
       OR EXISTS (SELECT FROM devices d WHERE d.owner = p_owner AND d.device = p_device AND d.last >= p_device_seq) THEN
        RETURN;
    END IF;
    IF e_catalogue <> v_head.catalogue THEN
        answer := 'catalogue';
        answer_seq := v_head.catalogue;
        RETURN;
    END IF;
    PERFORM check_author(p_owner, p_owner, p_device, p_header);

    SELECT * INTO v_held FROM entries e WHERE e.owner = p_owner AND e.day = p_day AND e.item_no = v_item_no;
    IF v_held.seq IS NULL THEN
        DELETE FROM removed x WHERE x.owner = p_owner AND x.item = p_item AND x.kind = 9 AND x.day = p_day RETURNING x.seq INTO v_gone;
    END IF;
    IF p_op = 2 THEN
        IF v_held.scale_no > 0 THEN
            RAISE EXCEPTION 'an addition to the value of a scale' USING ERRCODE = 'KT002';
        END IF;
        v_value := least(greatest(coalesce(v_held.value, 0) + p_value, 0), 9999999999);
    END IF;
    INSERT INTO entries (owner, value, day, item_no, seq, scale_no, noted)
    VALUES (p_owner, v_value, p_day, v_item_no, v_head.seq + 1, v_scale_no, coalesce(v_held.noted, false))
    ON CONFLICT (owner, day, item_no) DO UPDATE SET value = excluded.value, seq = excluded.seq, scale_no = excluded.scale_no;
    PERFORM reckon_day(p_owner, p_day);

    answer := 'applied';
    answer_seq := v_head.seq + 1;
    answer_link := sha256('\x6b69746161622e6c696e6b0001'::bytea || uuid_send(p_owner) || v_head.link || int8send(answer_seq)
        || sha256('\x6b69746161622e636f6d6d697400'::bytea || v_tag || int8send(length(p_header)) || p_header
            || leaf_hash(p_owner, substr(p_header, 1, 1), p_leaf)));
    INSERT INTO ledger (owner, seq, at, link, header, previous, leaves)
    VALUES (p_owner, answer_seq, greatest(v_head.written_at, clock_timestamp()), answer_link, p_header,
            '\x01'::bytea || leb128(coalesce(v_held.seq, v_gone)), '\x81'::bytea || p_leaf);
    INSERT INTO devices AS d (owner, device, last, seq) VALUES (p_owner, p_device, p_device_seq, answer_seq)
    ON CONFLICT (owner, device) DO UPDATE SET last = excluded.last, seq = excluded.seq;
    UPDATE books b SET seq = answer_seq, link = answer_link, written_at = greatest(v_head.written_at, clock_timestamp()),
        dirty_from = least(b.dirty_from, p_day) WHERE b.owner = p_owner;
    IF current_setting('kitaab.notify', true) = 'on' THEN
        PERFORM pg_notify('kitaab', p_owner || ' ' || answer_seq);
    END IF;
END $$;

-- Reckons a day that has an entry anew.
CREATE FUNCTION reckon_day(p_owner uuid, p_day date) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO days AS d
    SELECT p_owner, p_day, count(*),
           coalesce(sum(e.value) FILTER (WHERE i.counted = 0 AND e.scale_no = 0), 0),
           coalesce(sum(n.scores[(e.value + 1)::integer]) FILTER (WHERE i.counted = 0 AND e.scale_no > 0), 0),
           coalesce(sum(e.value) FILTER (WHERE i.counted = 1 AND e.scale_no = 0), 0),
           coalesce(sum(n.scores[(e.value + 1)::integer]) FILTER (WHERE i.counted = 1 AND e.scale_no > 0), 0),
           count(*) FILTER (WHERE i.counted = 0 AND e.scale_no = 0),
           count(*) FILTER (WHERE i.counted = 0 AND e.scale_no > 0),
           count(*) FILTER (WHERE i.counted = 1 AND e.scale_no = 0),
           count(*) FILTER (WHERE i.counted = 1 AND e.scale_no > 0),
           coalesce((SELECT r.reviewed FROM reviewed r WHERE r.owner = p_owner AND r.day = p_day), false)
    FROM entries e
    JOIN items i ON i.owner = p_owner AND i.no = e.item_no
    LEFT JOIN scale_numbers n ON n.owner = p_owner AND n.no = e.scale_no
    WHERE e.owner = p_owner AND e.day = p_day
    ON CONFLICT (owner, day) DO UPDATE SET entries = excluded.entries, reviewed = excluded.reviewed,
        hasanaat_total = excluded.hasanaat_total, hasanaat_score = excluded.hasanaat_score,
        hasanaat_counted = excluded.hasanaat_counted, hasanaat_scored = excluded.hasanaat_scored,
        saiyyiaat_total = excluded.saiyyiaat_total, saiyyiaat_score = excluded.saiyyiaat_score,
        saiyyiaat_counted = excluded.saiyyiaat_counted, saiyyiaat_scored = excluded.saiyyiaat_scored;
END $$;

REVOKE ALL ON FUNCTION record, reckon_day FROM PUBLIC;
GRANT EXECUTE ON FUNCTION record TO kitaab_app;
