-- Recording one entry, with fewer statements: each costs more than what it does.
--
-- The day's figures move by the difference that the entry makes. That is exact: they are whole numbers, the head is held, the
-- entry that is replaced was read under it, and whatever changes how entries count reckons all days anew in its own commit.
CREATE OR REPLACE FUNCTION record(
    p_owner uuid, p_device uuid, p_device_seq bigint, p_header bytea, p_leaf bytea, e_catalogue bigint,
    p_item uuid, p_day date, p_op smallint, p_value bigint, p_scale uuid,
    OUT answer text, OUT answer_seq bigint, OUT answer_link bytea, OUT answer_at integer
)
-- The planner would plan anew each time, to leave out partitions that the executor leaves out by itself.
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_head books;
    v_set text;
    v_item_no integer;
    v_category smallint;
    v_scale_no smallint := 0;
    v_scores integer[];
    v_held bigint;
    v_held_seq bigint;
    v_held_scale smallint;
    v_noted boolean;
    v_gone bigint;
    v_value bigint := p_value;
    v_at timestamptz;
    -- What the day's figures change by: entries, and amounts and scores with how many there are of each.
    v_entries integer := 1;
    v_total bigint := 0;
    v_counted integer := 0;
    v_score bigint := 0;
    v_scored integer := 0;
BEGIN
    answer := 'general';
    -- Assigned, and not performed: an expression alone needs no executor.
    v_set := set_config('kitaab.actor', p_owner::text, true);
    v_set := set_config('kitaab.book', p_owner::text, true);
    SELECT * INTO v_head FROM books b WHERE b.owner = p_owner FOR UPDATE;
    IF NOT FOUND OR p_device_seq <= 0 OR p_day > (now() AT TIME ZONE 'UTC')::date + 2 OR v_head.seq >= 2147483647 THEN
        RETURN;
    END IF;
    answer_seq := v_head.seq + 1;
    SELECT i.no, i.counted, e.value, e.seq, e.scale_no, e.noted, x.seq
    INTO v_item_no, v_category, v_held, v_held_seq, v_held_scale, v_noted, v_gone
    FROM items i
    LEFT JOIN entries e ON e.owner = p_owner AND e.day = p_day AND e.item_no = i.no
    LEFT JOIN removed x ON x.owner = p_owner AND x.item = p_item AND x.kind = 9 AND x.day = p_day
    WHERE i.owner = p_owner AND i.id = p_item;
    IF p_scale IS NOT NULL THEN
        SELECT n.no, n.scores INTO v_scale_no, v_scores FROM scale_numbers n WHERE n.owner = p_owner AND n.id = p_scale;
    END IF;
    IF v_item_no IS NULL OR v_scale_no IS NULL THEN
        RETURN;
    END IF;
    IF e_catalogue <> v_head.catalogue THEN
        -- What stands against the device comes before it.
        IF NOT EXISTS (SELECT FROM devices d WHERE d.owner = p_owner AND d.device = p_device AND d.last >= p_device_seq) THEN
            answer := 'catalogue';
            answer_seq := v_head.catalogue;
        END IF;
        RETURN;
    END IF;
    UPDATE devices d SET last = p_device_seq, seq = answer_seq
    WHERE d.owner = p_owner AND d.device = p_device AND d.last < p_device_seq;
    IF NOT FOUND THEN
        -- Either new, or it has sent this number before.
        INSERT INTO devices (owner, device, last, seq) VALUES (p_owner, p_device, p_device_seq, answer_seq)
        ON CONFLICT (owner, device) DO NOTHING;
        IF NOT FOUND THEN
            RETURN;
        END IF;
    END IF;
    IF substr(p_header, 3, 36) <> '\x0050'::bytea || uuid_send(p_owner) || '\x0250'::bytea || uuid_send(p_device) THEN
        PERFORM check_author(p_owner, p_owner, p_device, p_header);
    END IF;

    IF p_op = 2 THEN
        IF v_held_scale > 0 THEN
            RAISE EXCEPTION 'an addition to the value of a scale' USING ERRCODE = 'KT002';
        END IF;
        v_value := least(greatest(coalesce(v_held, 0) + p_value, 0), 9999999999);
    END IF;
    IF v_scale_no = 0 THEN
        v_total := v_value;
        v_counted := 1;
    ELSE
        v_score := coalesce(v_scores[(v_value + 1)::integer], 0);
        v_scored := 1;
    END IF;
    IF v_gone IS NOT NULL THEN
        DELETE FROM removed x WHERE x.owner = p_owner AND x.item = p_item AND x.kind = 9 AND x.day = p_day;
    END IF;
    IF v_held_seq IS NOT NULL THEN
        v_entries := 0;
        IF v_held_scale = 0 THEN
            v_total := v_total - v_held;
            v_counted := v_counted - 1;
        ELSE
            SELECT n.scores INTO v_scores FROM scale_numbers n WHERE n.owner = p_owner AND n.no = v_held_scale;
            v_score := v_score - coalesce(v_scores[(v_held + 1)::integer], 0);
            v_scored := v_scored - 1;
        END IF;
    END IF;
    INSERT INTO entries (owner, value, day, item_no, seq, scale_no, noted)
    VALUES (p_owner, v_value, p_day, v_item_no, answer_seq, v_scale_no, coalesce(v_noted, false))
    ON CONFLICT (owner, day, item_no) DO UPDATE SET value = excluded.value, seq = excluded.seq, scale_no = excluded.scale_no;
    -- A day without a row has no entries, and is not marked as reviewed.
    INSERT INTO days AS d (owner, day, entries, hasanaat_total, hasanaat_score, saiyyiaat_total, saiyyiaat_score,
                           hasanaat_counted, hasanaat_scored, saiyyiaat_counted, saiyyiaat_scored, reviewed)
    VALUES (p_owner, p_day, v_entries,
            CASE v_category WHEN 0 THEN v_total ELSE 0 END, CASE v_category WHEN 0 THEN v_score ELSE 0 END,
            CASE v_category WHEN 1 THEN v_total ELSE 0 END, CASE v_category WHEN 1 THEN v_score ELSE 0 END,
            CASE v_category WHEN 0 THEN v_counted ELSE 0 END, CASE v_category WHEN 0 THEN v_scored ELSE 0 END,
            CASE v_category WHEN 1 THEN v_counted ELSE 0 END, CASE v_category WHEN 1 THEN v_scored ELSE 0 END, false)
    ON CONFLICT (owner, day) DO UPDATE SET entries = d.entries + excluded.entries,
        hasanaat_total = d.hasanaat_total + excluded.hasanaat_total, hasanaat_score = d.hasanaat_score + excluded.hasanaat_score,
        saiyyiaat_total = d.saiyyiaat_total + excluded.saiyyiaat_total, saiyyiaat_score = d.saiyyiaat_score + excluded.saiyyiaat_score,
        hasanaat_counted = d.hasanaat_counted + excluded.hasanaat_counted, hasanaat_scored = d.hasanaat_scored + excluded.hasanaat_scored,
        saiyyiaat_counted = d.saiyyiaat_counted + excluded.saiyyiaat_counted,
        saiyyiaat_scored = d.saiyyiaat_scored + excluded.saiyyiaat_scored;

    answer := 'applied';
    answer_link := sha256('\x6b69746161622e6c696e6b0001'::bytea || uuid_send(p_owner) || v_head.link || int8send(answer_seq)
        || sha256('\x6b69746161622e636f6d6d697400'::bytea || substr(p_header, 1, 1) || uuid_send(p_owner) || int8send(length(p_header))
            || p_header || leaf_hash(p_owner, substr(p_header, 1, 1), p_leaf)));
    v_at := greatest(v_head.written_at, clock_timestamp());
    INSERT INTO ledger (owner, seq, at, link, header, previous, leaves)
    VALUES (p_owner, answer_seq, v_at, answer_link, p_header, '\x01'::bytea || leb128(coalesce(v_held_seq, v_gone)), '\x81'::bytea || p_leaf);
    UPDATE books b SET seq = answer_seq, link = answer_link, written_at = v_at, dirty_from = least(b.dirty_from, p_day)
    WHERE b.owner = p_owner;
    IF current_setting('kitaab.notify', true) = 'on' THEN
        PERFORM pg_notify('kitaab', p_owner || ' ' || answer_seq);
    END IF;
END $$;

DROP FUNCTION reckon_day;
