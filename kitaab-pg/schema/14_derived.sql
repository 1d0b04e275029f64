-- What is derived from a book, or stands beside it, and is written without a commit.

-- Records verdicts, as long as the ledger stands at `p_seq`; says whether it did. Those that are recorded so already are left alone.
-- What was recorded of days that are away stays: it was judged when they were there.
CREATE FUNCTION record_verdicts(
    p_actor uuid, p_owner uuid, p_seq bigint, p_merits uuid[], p_days date[], p_outcomes smallint[], p_clean boolean
)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_head books;
    v_unknown uuid;
    v_away datemultirange;
BEGIN
    v_head := hold(p_actor, p_owner);
    PERFORM check_owner(p_actor, p_owner);
    IF v_head.seq <> p_seq THEN
        RETURN false;
    END IF;
    SELECT g.merit INTO v_unknown FROM unnest(p_merits) WITH ORDINALITY AS g (merit, place)
    WHERE NOT EXISTS (SELECT FROM merits m WHERE m.owner = p_owner AND m.id = g.merit) ORDER BY g.place LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'there is no such merit' USING ERRCODE = 'KT001', DETAIL = 'merit ' || v_unknown;
    END IF;
    v_away := away();
    INSERT INTO verdicts AS v (owner, merit, day, outcome)
    SELECT DISTINCT ON (g.day, g.merit) p_owner, g.merit, g.day, g.outcome
    FROM unnest(p_merits, p_days, p_outcomes) WITH ORDINALITY AS g (merit, day, outcome, place)
    ORDER BY g.day, g.merit, g.place DESC
    ON CONFLICT (owner, day, merit) DO UPDATE SET outcome = excluded.outcome
        WHERE v.outcome <> excluded.outcome AND NOT v.day <@ v_away;
    IF p_clean THEN
        UPDATE books b SET dirty_from = NULL WHERE b.owner = p_owner AND b.dirty_from IS NOT NULL;
    END IF;
    RETURN true;
END $$;

-- A verdict is of a merit that is there. A foreign key would ask that for each verdict by itself and lock the merit, which would be a
-- third of what writing a night's verdicts takes: it is asked for all that a statement puts in at once. Who writes holds the book, so
-- that no merit goes meanwhile.
CREATE FUNCTION check_verdicts() RETURNS trigger
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_merit uuid;
BEGIN
    SELECT a.merit INTO v_merit FROM added a WHERE NOT EXISTS (SELECT FROM merits m WHERE m.owner = a.owner AND m.id = a.merit) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a verdict of a merit that is not there' USING ERRCODE = 'foreign_key_violation', DETAIL = 'merit ' || v_merit;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER check_verdicts AFTER INSERT ON verdicts REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_verdicts();

CREATE FUNCTION keep_key() RETURNS trigger
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'which merit it is does not change' USING ERRCODE = 'foreign_key_violation', DETAIL = TG_TABLE_NAME;
END $$;

CREATE TRIGGER keep_key AFTER UPDATE OF owner, merit ON verdicts FOR EACH ROW EXECUTE FUNCTION keep_key();
CREATE TRIGGER keep_key AFTER UPDATE OF owner, id ON merits FOR EACH ROW EXECUTE FUNCTION keep_key();

CREATE FUNCTION drop_verdicts() RETURNS trigger
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
BEGIN
    DELETE FROM verdicts v USING gone g WHERE v.owner = g.owner AND v.merit = g.id;
    RETURN NULL;
END $$;

CREATE TRIGGER drop_verdicts AFTER DELETE ON merits REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION drop_verdicts();

-- Takes occurrences of reminders to deliver: tells the places of those that were free.
CREATE FUNCTION claim_reminders(
    p_actor uuid, p_owner uuid, p_reminders uuid[], p_put_off boolean[], p_slots bigint[], p_at bigint[], p_until bigint, p_now bigint, p_kept_from bigint
)
RETURNS SETOF integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
BEGIN
    PERFORM hold(p_actor, p_owner);
    PERFORM check_owner(p_actor, p_owner);
    DELETE FROM reminder_claims c WHERE c.owner = p_owner AND c.at < p_kept_from;
    FOR place IN 1 .. coalesce(cardinality(p_reminders), 0) LOOP
        CONTINUE WHEN p_at[place] < p_kept_from
            OR NOT EXISTS (SELECT FROM reminders r WHERE r.owner = p_owner AND r.id = p_reminders[place]);
        -- A claim that is confirmed has no end, and NULL is never reached.
        INSERT INTO reminder_claims AS c (owner, reminder, put_off, slot, at, until)
        VALUES (p_owner, p_reminders[place], p_put_off[place], p_slots[place], p_at[place], p_until)
        ON CONFLICT (owner, reminder, put_off, slot) DO UPDATE SET at = excluded.at, until = excluded.until WHERE c.until <= p_now;
        IF FOUND THEN
            RETURN NEXT place;
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION confirm_reminder(p_actor uuid, p_owner uuid, p_reminder uuid, p_put_off boolean, p_slot bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
BEGIN
    PERFORM check_owner(p_actor, p_owner);
    UPDATE reminder_claims c SET until = NULL
    WHERE c.owner = p_owner AND c.reminder = p_reminder AND c.put_off = p_put_off AND c.slot = p_slot;
    RETURN FOUND;
END $$;

CREATE FUNCTION release_reminder(p_actor uuid, p_owner uuid, p_reminder uuid, p_put_off boolean, p_slot bigint, p_until bigint)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
BEGIN
    PERFORM check_owner(p_actor, p_owner);
    DELETE FROM reminder_claims c
    WHERE c.owner = p_owner AND c.reminder = p_reminder AND c.put_off = p_put_off AND c.slot = p_slot AND c.until = p_until;
    RETURN FOUND;
END $$;
