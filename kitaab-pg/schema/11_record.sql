-- Recording one entry: what `apply` does, for the commit that comes most often, with as few statements as it takes: each costs more
-- than what it does.

-- Writes one entry of the owner's own, without its note. p_op: 1 puts the value, 2 adds to it. `answer`: applied; catalogue,
-- as `answer_at_once`; or general: something about the commit is out of the ordinary, nothing was written, and `apply` is to be asked.
--
-- The day's figures move by the difference that the entry makes. That is exact: they are whole numbers, the head is held, the
-- entry that is replaced was read under it, and whatever changes how entries count reckons all days anew in its own commit.
--
-- A body of 24 to 255 bytes, as that of every entry is, is hashed here and not by `leaf_hash`, which asks what else it could be. It is
-- planned as `apply` is.
CREATE FUNCTION record(
    p_owner uuid, p_device uuid, p_device_seq bigint, p_header bytea, p_leaf bytea, e_catalogue bigint,
    p_item uuid, p_day date, p_op smallint, p_value bigint, p_scale uuid,
    OUT answer text, OUT answer_seq bigint, OUT answer_link bytea, OUT answer_at integer
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
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
    v_leaf_hash bytea;
    -- NULL where the entry is new: so does the ledger tell it.
    v_previous bytea;
    -- What the day's figures change by: entries, and amounts and scores with how many there are of each.
    v_entries integer := 1;
    v_total bigint := 0;
    v_counted integer := 0;
    v_score bigint := 0;
    v_scored integer := 0;
BEGIN
    answer := 'general';
    -- Assigned, and not performed: an expression alone needs no executor.
    v_set := set_config('kitaab.book', p_owner::text, true);
    SELECT * INTO v_head FROM books b WHERE b.owner = p_owner FOR UPDATE;
    IF NOT FOUND OR p_device_seq <= 0 OR p_day > (now() AT TIME ZONE 'UTC')::date + 2 OR v_head.seq >= 2147483647 THEN
        RETURN;
    END IF;
    answer_seq := v_head.seq + 1;
    SELECT i.no, i.counted INTO v_item_no, v_category FROM items i WHERE i.owner = p_owner AND i.id = p_item;
    SELECT e.value, e.seq, e.scale_no, e.noted INTO v_held, v_held_seq, v_held_scale, v_noted
    FROM entries e WHERE e.owner = p_owner AND e.day = p_day AND e.item_no = v_item_no;
    IF v_held_seq IS NULL THEN
        SELECT x.seq INTO v_gone FROM removed x WHERE x.owner = p_owner AND x.item = p_item AND x.kind = 9 AND x.day = p_day;
    END IF;
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
    -- The head is held: what was not there is not there yet. A statement that may do either costs more than each of both; one that
    -- only updates opens every partition.
    IF v_held_seq IS NULL THEN
        INSERT INTO entries (owner, value, day, item_no, seq, scale_no, noted)
        VALUES (p_owner, v_value, p_day, v_item_no, answer_seq, v_scale_no, false);
    ELSE
        INSERT INTO entries (owner, value, day, item_no, seq, scale_no, noted)
        VALUES (p_owner, v_value, p_day, v_item_no, answer_seq, v_scale_no, v_noted)
        ON CONFLICT (owner, day, item_no) DO UPDATE SET value = excluded.value, seq = excluded.seq, scale_no = excluded.scale_no;
    END IF;
    IF v_category = 0 THEN
        UPDATE days d SET entries = d.entries + v_entries,
            hasanaat_total = d.hasanaat_total + v_total, hasanaat_counted = d.hasanaat_counted + v_counted,
            hasanaat_score = d.hasanaat_score + v_score, hasanaat_scored = d.hasanaat_scored + v_scored
        WHERE d.owner = p_owner AND d.day = p_day;
    ELSIF v_category = 1 THEN
        UPDATE days d SET entries = d.entries + v_entries,
            saiyyiaat_total = d.saiyyiaat_total + v_total, saiyyiaat_counted = d.saiyyiaat_counted + v_counted,
            saiyyiaat_score = d.saiyyiaat_score + v_score, saiyyiaat_scored = d.saiyyiaat_scored + v_scored
        WHERE d.owner = p_owner AND d.day = p_day;
    ELSE
        UPDATE days d SET entries = d.entries + v_entries WHERE d.owner = p_owner AND d.day = p_day;
    END IF;
    IF NOT FOUND THEN
        -- A day without a row has no entries, and is not marked as reviewed.
        INSERT INTO days (owner, day, entries, hasanaat_total, hasanaat_score, saiyyiaat_total, saiyyiaat_score,
                          hasanaat_counted, hasanaat_scored, saiyyiaat_counted, saiyyiaat_scored, reviewed)
        VALUES (p_owner, p_day, v_entries,
                CASE v_category WHEN 0 THEN v_total ELSE 0 END, CASE v_category WHEN 0 THEN v_score ELSE 0 END,
                CASE v_category WHEN 1 THEN v_total ELSE 0 END, CASE v_category WHEN 1 THEN v_score ELSE 0 END,
                CASE v_category WHEN 0 THEN v_counted ELSE 0 END, CASE v_category WHEN 0 THEN v_scored ELSE 0 END,
                CASE v_category WHEN 1 THEN v_counted ELSE 0 END, CASE v_category WHEN 1 THEN v_scored ELSE 0 END, false);
    END IF;

    answer := 'applied';
    -- The length of such a body is two bytes: 0x58, and itself. The function knows all others.
    v_leaf_hash := CASE
        WHEN substr(p_leaf, 1, 2) = '\x8250'::bytea AND substr(p_leaf, 19, 1) = '\x58'::bytea
        THEN sha256('\x6b69746161622e6c65616600'::bytea || substr(p_header, 1, 1) || uuid_send(p_owner) || substr(p_leaf, 3, 16) || substr(p_leaf, 21))
        ELSE leaf_hash(p_owner, substr(p_header, 1, 1), p_leaf) END;
    answer_link := sha256('\x6b69746161622e6c696e6b0001'::bytea || uuid_send(p_owner) || v_head.link || int8send(answer_seq)
        || sha256('\x6b69746161622e636f6d6d697400'::bytea || substr(p_header, 1, 1) || uuid_send(p_owner) || int8send(length(p_header))
            || p_header || v_leaf_hash));
    IF v_held_seq IS NOT NULL OR v_gone IS NOT NULL THEN
        v_previous := '\x01'::bytea || leb128(coalesce(v_held_seq, v_gone));
    END IF;
    v_at := greatest(v_head.written_at, clock_timestamp());
    INSERT INTO ledger (owner, seq, at, link, header, previous, leaves)
    VALUES (p_owner, answer_seq, v_at, answer_link, p_header, v_previous, '\x81'::bytea || p_leaf);
    UPDATE books b SET seq = answer_seq, link = answer_link, written_at = v_at, dirty_from = least(b.dirty_from, p_day)
    WHERE b.owner = p_owner;
    IF current_setting('kitaab.notify', true) = 'on' THEN
        PERFORM pg_notify('kitaab', p_owner || ' ' || answer_seq);
    END IF;
END $$;
