-- Nightly evaluation.
--
-- It asks the same of each book, for a span of days, on connections that are new each night and know as little of a year that has just
-- begun as the server does: what goes through books is planned as `apply` is.

-- Begins a run, or goes on with one that was cut short. Tells how many books are left.
CREATE FUNCTION begin_evaluation(p_day date, OUT o_books bigint, OUT o_resumed boolean)
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('kitaab.evaluation'), p_day - '2000-01-01'::date);
    o_resumed := EXISTS (SELECT FROM evaluations e WHERE e.day = p_day AND e.ended_at IS NULL);
    IF o_resumed THEN
        UPDATE evaluation_work w SET failed = NULL WHERE w.day = p_day AND w.failed IS NOT NULL;
    ELSE
        INSERT INTO evaluations AS e (day) VALUES (p_day) ON CONFLICT (day) DO UPDATE SET begun_at = now(), ended_at = NULL;
        DELETE FROM evaluation_work w WHERE w.day = p_day;
        INSERT INTO evaluation_work (day, owner) SELECT p_day, b.owner FROM books b WHERE b.seq > 0;
    END IF;
    SELECT count(*) INTO o_books FROM evaluation_work w WHERE w.day = p_day;
END $$;

-- Takes some books that nobody else has taken, after one in the order of owners, and holds them until the end of the
-- transaction: what is read of them now is what their verdicts are recorded for. Tells what evaluation needs of their
-- structure; nothing of books without a merit in use, which are done with that.
--
-- Books that somebody else holds are passed over until later: one client that keeps its transaction open does not keep all others
-- waiting. It goes on from where it was by the key, however many books are done with already.
CREATE FUNCTION take_for_evaluation(p_day date, p_after uuid, p_books integer)
RETURNS TABLE (owner uuid, bodies bytea[])
LANGUAGE plpgsql SET search_path = kitaab, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    v_owners uuid[];
BEGIN
    v_owners := ARRAY(
        SELECT w.owner FROM evaluation_work w JOIN books b ON b.owner = w.owner
        WHERE w.day = p_day AND w.failed IS NULL
        AND w.owner >= coalesce(p_after, '00000000-0000-0000-0000-000000000000') AND w.owner IS DISTINCT FROM p_after
        ORDER BY w.owner LIMIT p_books FOR UPDATE SKIP LOCKED);
    FOREACH owner IN ARRAY v_owners LOOP
        PERFORM set_config('kitaab.book', owner::text, true);
        IF EXISTS (SELECT FROM merits m WHERE m.owner = take_for_evaluation.owner AND m.active) THEN
            SELECT array_agg(r.body) INTO bodies FROM (
                SELECT t.body FROM settings t WHERE t.owner = take_for_evaluation.owner
                UNION ALL SELECT t.body FROM groups t WHERE t.owner = take_for_evaluation.owner
                UNION ALL SELECT t.body FROM deeds t WHERE t.owner = take_for_evaluation.owner
                UNION ALL SELECT t.body FROM items t WHERE t.owner = take_for_evaluation.owner
                UNION ALL SELECT t.body FROM scales t WHERE t.owner = take_for_evaluation.owner
                UNION ALL SELECT t.body FROM exemptions t WHERE t.owner = take_for_evaluation.owner
                UNION ALL SELECT t.body FROM merits t WHERE t.owner = take_for_evaluation.owner
                UNION ALL SELECT t.body FROM sightings t WHERE t.owner = take_for_evaluation.owner
            ) r;
        ELSE
            bodies := NULL;
        END IF;
        RETURN NEXT;
    END LOOP;
END $$;

-- What was recorded in several books, each over a span of its own; a row for each. The entries in columns, by rising day: nos,
-- days, amounts, scale_nos. items: the ids of the items asked for, and item_nos: what the entries call them. logged: the days
-- that are logged, without those that are away, as `records`. scales: the scale versions, from number 1 on.
CREATE FUNCTION records_for_evaluation(p_owners uuid[], p_firsts date[], p_last date, p_item_counts integer[], p_items uuid[])
RETURNS TABLE (
    place integer, nos integer[], days date[], amounts bigint[], scale_nos smallint[], items uuid[], item_nos integer[],
    logged date[], scales uuid[]
)
LANGUAGE plpgsql SET search_path = kitaab, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    v_from integer := 1;
    v_owner uuid;
    v_items uuid[];
    v_nos integer[];
    v_away datemultirange := away();
BEGIN
    FOR v_place IN 1 .. coalesce(cardinality(p_owners), 0) LOOP
        v_owner := p_owners[v_place];
        PERFORM set_config('kitaab.book', v_owner::text, true);
        SELECT array_agg(i.id), array_agg(i.no) INTO v_items, v_nos FROM items i
        WHERE i.owner = v_owner AND i.id = ANY (p_items[v_from : v_from + p_item_counts[v_place] - 1]);
        v_from := v_from + p_item_counts[v_place];
        RETURN QUERY
        SELECT v_place, array_agg(e.item_no), array_agg(e.day), array_agg(e.value), array_agg(e.scale_no), v_items, v_nos,
               ARRAY(SELECT d.day FROM days d
                     WHERE d.owner = v_owner AND d.day BETWEEN p_firsts[v_place] AND p_last AND NOT d.day <@ v_away ORDER BY d.day),
               ARRAY(SELECT s.id FROM scale_numbers s WHERE s.owner = v_owner ORDER BY s.no)
        FROM (
            SELECT h.item_no, h.day, h.value, h.scale_no FROM entries h
            WHERE h.owner = v_owner AND h.day BETWEEN p_firsts[v_place] AND p_last AND h.item_no = ANY (v_nos)
            ORDER BY h.day
        ) e;
    END LOOP;
END $$;

-- Records the verdicts of some books that this transaction holds, and takes the books off the run. Tells how many were not
-- recorded so before.
--
-- A book that has no verdict of the day yet, as nearly all have on their night, gets them without asking of each whether it is there:
-- that would take as long as writing it. Who evaluates holds the book, so that none comes meanwhile.
CREATE FUNCTION record_evaluation(
    p_day date, p_owners uuid[], p_counts integer[], p_merits uuid[], p_outcomes smallint[], p_failed uuid[], p_reasons text[]
)
RETURNS bigint
LANGUAGE plpgsql SET search_path = kitaab, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    v_from integer := 1;
    v_to integer;
    v_changed bigint := 0;
    v_rows bigint;
BEGIN
    FOR v_place IN 1 .. coalesce(cardinality(p_owners), 0) LOOP
        CONTINUE WHEN p_counts[v_place] = 0;
        v_to := v_from + p_counts[v_place] - 1;
        PERFORM set_config('kitaab.book', p_owners[v_place]::text, true);
        IF EXISTS (SELECT FROM verdicts v WHERE v.owner = p_owners[v_place] AND v.day = p_day) THEN
            INSERT INTO verdicts AS v (owner, merit, day, outcome)
            SELECT p_owners[v_place], g.merit, p_day, g.outcome
            FROM unnest(p_merits[v_from : v_to], p_outcomes[v_from : v_to]) AS g (merit, outcome)
            ON CONFLICT (owner, day, merit) DO UPDATE SET outcome = excluded.outcome WHERE v.outcome <> excluded.outcome;
        ELSE
            INSERT INTO verdicts (owner, merit, day, outcome)
            SELECT p_owners[v_place], g.merit, p_day, g.outcome
            FROM unnest(p_merits[v_from : v_to], p_outcomes[v_from : v_to]) AS g (merit, outcome);
        END IF;
        GET DIAGNOSTICS v_rows = ROW_COUNT;
        v_changed := v_changed + v_rows;
        v_from := v_to + 1;
    END LOOP;
    UPDATE evaluation_work w SET failed = f.reason FROM unnest(p_failed, p_reasons) AS f (owner, reason)
    WHERE w.day = p_day AND w.owner = f.owner;
    DELETE FROM evaluation_work w WHERE w.day = p_day AND w.owner = ANY (p_owners);
    RETURN v_changed;
END $$;

-- How many books of a run nobody is evaluating, though they are neither done nor failed: others hold them.
CREATE FUNCTION held_in_evaluation(p_day date) RETURNS bigint
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
BEGIN
    RETURN (SELECT count(*) FROM (
        SELECT FROM evaluation_work w WHERE w.day = p_day AND w.failed IS NULL FOR UPDATE SKIP LOCKED) AS held);
END $$;

-- Ends a run of which no book is left; tells how many could not be evaluated. Books that others held all the time are among those, and
-- those that were erased are none.
CREATE FUNCTION end_evaluation(p_day date) RETURNS bigint
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_failed bigint;
BEGIN
    DELETE FROM evaluation_work w WHERE w.day = p_day AND NOT EXISTS (SELECT FROM books b WHERE b.owner = w.owner);
    UPDATE evaluation_work w SET failed = 'unavailable' WHERE w.day = p_day AND w.owner = ANY (ARRAY(
        SELECT h.owner FROM evaluation_work h WHERE h.day = p_day AND h.failed IS NULL FOR UPDATE SKIP LOCKED));
    SELECT count(*) INTO v_failed FROM evaluation_work w WHERE w.day = p_day AND w.failed IS NOT NULL;
    IF NOT EXISTS (SELECT FROM evaluation_work w WHERE w.day = p_day) THEN
        UPDATE evaluations e SET ended_at = now() WHERE e.day = p_day AND e.ended_at IS NULL;
    END IF;
    RETURN v_failed;
END $$;
