-- Nights that go on.

-- As before, but books that somebody else holds are passed over until later: one client that keeps its transaction open does not
-- keep all others waiting. And it goes on from where it was by the key, however many books are done with already.
CREATE OR REPLACE FUNCTION take_for_evaluation(p_day date, p_after uuid, p_books integer)
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

-- As before, but a book that has no verdict of the day yet, as nearly all have on their night, gets them without asking of each
-- whether it is there: that took as long as writing it. Who evaluates holds the book, so that none comes meanwhile.
CREATE OR REPLACE FUNCTION record_evaluation(
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

-- As before; books that others held all the time are among those that could not be evaluated, and those that were erased are none.
CREATE OR REPLACE FUNCTION end_evaluation(p_day date) RETURNS bigint
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

REVOKE ALL ON FUNCTION held_in_evaluation(date) FROM PUBLIC;
