-- Shorter nights.

-- Evaluation asks the same of each book, for a span of days: the planner planned anew for each of them, to leave out the years that
-- the executor leaves out by itself. Its connections are new each night, and know as little of a year that has just begun as the
-- server does: what is asked for has a key (migration 18).
DO $$
DECLARE
    v_function regprocedure;
BEGIN
    FOR v_function IN
        SELECT oid FROM pg_proc WHERE pronamespace = 'kitaab'::regnamespace
        AND proname IN ('take_for_evaluation', 'records_for_evaluation', 'record_evaluation')
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET plan_cache_mode = force_generic_plan SET enable_seqscan = off', v_function);
    END LOOP;
END $$;

-- A verdict is of a merit that is there. A foreign key asked that for each verdict by itself and locked the merit, which was a
-- third of what writing them takes; it is asked for all that a statement puts in at once now. Who writes holds the book, so that no
-- merit goes meanwhile.
ALTER TABLE verdicts DROP CONSTRAINT verdicts_owner_merit_fkey;

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

REVOKE ALL ON FUNCTION check_verdicts, keep_key, drop_verdicts FROM PUBLIC;
