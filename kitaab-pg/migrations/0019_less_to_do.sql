-- Less to do, for recording and for reading.

-- What a function may write was compared as an id, which the setting had to become for each row; compared as text, it need not.
-- What it finds stays compared as an id: that is asked once, and by it rows are found.
DO $$
DECLARE
    v_table text;
BEGIN
    FOR v_table IN SELECT tablename FROM pg_policies WHERE schemaname = 'kitaab' AND policyname = 'written' LOOP
        EXECUTE format('ALTER POLICY written ON %I WITH CHECK (owner::text = current_setting(''kitaab.book'', true))', v_table);
    END LOOP;
END $$;
ALTER POLICY found ON books WITH CHECK (owner::text = current_setting('kitaab.book', true));

-- For a span of days the planner plans anew each time, to leave out the years that are not asked for; that takes longer than to
-- read a month, or to write a day. The executor leaves them out by itself.
DO $$
DECLARE
    v_function regprocedure;
BEGIN
    FOR v_function IN
        SELECT oid FROM pg_proc WHERE pronamespace = 'kitaab'::regnamespace
        AND proname IN ('apply', 'entries_page', 'entries_seen', 'records', 'records_seen')
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET plan_cache_mode = force_generic_plan', v_function);
    END LOOP;
END $$;

-- As before, but: a body of 24 to 255 bytes, as that of every entry is, is hashed here and not by a function of its own, which
-- asks what else it could be; and of an entry that is new nothing is told as held before. What has no use here is not done.
CREATE OR REPLACE FUNCTION record(
    p_owner uuid, p_device uuid, p_device_seq bigint, p_header bytea, p_leaf bytea, e_catalogue bigint,
    p_item uuid, p_day date, p_op smallint, p_value bigint, p_scale uuid,
    OUT answer text, OUT answer_seq bigint, OUT answer_link bytea, OUT answer_at integer
)
-- The planner would plan anew each time, to leave out partitions that the executor leaves out by itself; and what is asked for
-- has a key (migration 18).
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

-- As before, but: whether an entry's day is among those that are reckoned is asked only where some between the first and the last
-- are not. A list is gone through from its beginning for each entry, so that an import of many days took the longer the more was there.
CREATE OR REPLACE FUNCTION reckon(p_owner uuid, p_days date[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_days date[];
    v_first date;
    v_last date;
    v_all boolean;
BEGIN
    SELECT array_agg(DISTINCT g.day), min(g.day), max(g.day) INTO v_days, v_first, v_last FROM unnest(p_days) AS g (day);
    v_all := cardinality(v_days) = v_last - v_first + 1;
    DELETE FROM days d WHERE d.owner = p_owner AND d.day = ANY (v_days)
        AND NOT EXISTS (SELECT FROM entries e WHERE e.owner = p_owner AND e.day = d.day AND e.day BETWEEN v_first AND v_last)
        AND NOT EXISTS (SELECT FROM reviewed r WHERE r.owner = p_owner AND r.day = d.day AND r.reviewed);
    INSERT INTO days AS d
    SELECT f.* FROM day_figures f WHERE f.owner = p_owner AND f.day BETWEEN v_first AND v_last AND (v_all OR f.day = ANY (v_days))
    ON CONFLICT (owner, day) DO UPDATE SET entries = excluded.entries, reviewed = excluded.reviewed,
        hasanaat_total = excluded.hasanaat_total, hasanaat_score = excluded.hasanaat_score,
        hasanaat_counted = excluded.hasanaat_counted, hasanaat_scored = excluded.hasanaat_scored,
        saiyyiaat_total = excluded.saiyyiaat_total, saiyyiaat_score = excluded.saiyyiaat_score,
        saiyyiaat_counted = excluded.saiyyiaat_counted, saiyyiaat_scored = excluded.saiyyiaat_scored;
END $$;
