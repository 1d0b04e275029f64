-- Partitions: of entries by their day, of the ledger by its time.
--
-- They serve archiving, not speed: one for all that is old, one for each year, and a default one that should stay empty. A
-- partition that is named by itself is asked for its own policies, not for its parent's: each has row-level security on,
-- forced, and no policy at all, so that nothing is read or written but through the parent.

-- Makes the partitions that are missing up to and with a year; tells which it made. Rows that had gone to the default
-- partition meanwhile move to their place.
CREATE FUNCTION add_partitions(p_through integer) RETURNS SETOF text
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_table text;
    v_column text;
    v_first integer;
    v_year integer;
    v_name text;
BEGIN
    IF p_through NOT BETWEEN 2015 AND 2101 THEN
        RAISE EXCEPTION 'partitions are made for the years 2015 to 2101' USING ERRCODE = 'KT005', DETAIL = 'year';
    END IF;
    -- Two hosts may do this at once.
    PERFORM pg_advisory_xact_lock(hashtext('kitaab.add_partitions'));
    FOR v_table, v_column, v_first IN VALUES ('entries', 'day', 2015), ('ledger', 'at', 2026) LOOP
        FOR v_year IN v_first .. p_through LOOP
            v_name := format('%s_%s', v_table, v_year);
            CONTINUE WHEN to_regclass('kitaab.' || v_name) IS NOT NULL;
            EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', v_name, v_table);
            PERFORM move_from_default(v_table, v_column, v_name, v_year);
            EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', v_table, v_name,
                           make_date(v_year, 1, 1), make_date(v_year + 1, 1, 1));
            EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', v_name);
            RETURN NEXT v_name;
        END LOOP;
    END LOOP;
END $$;

-- Moves a year's rows out of a default partition, which is where they are if nobody made the year's own in time.
CREATE FUNCTION move_from_default(p_table text, p_column text, p_name text, p_year integer) RETURNS void
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_default text := p_table || '_default';
BEGIN
    -- The policies let nobody at a partition by itself, not even its owner: for this transaction they have to. Nobody
    -- else gets in meanwhile, since this holds the table.
    EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', v_default);
    EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
                   v_default, p_column, make_date(p_year, 1, 1), p_column, make_date(p_year + 1, 1, 1), p_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', v_default);
END $$;

CREATE TABLE entries_before_2015 PARTITION OF entries FOR VALUES FROM (MINVALUE) TO ('2015-01-01');
CREATE TABLE entries_default PARTITION OF entries DEFAULT;
CREATE TABLE ledger_default PARTITION OF ledger DEFAULT;

SELECT add_partitions(extract(year FROM now())::integer + 1);
