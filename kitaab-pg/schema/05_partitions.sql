-- Partitions: of entries by their day, of the ledger by its time.
--
-- They serve archiving, not speed: one for all that is old, one for each year, and a default one that should stay empty. A
-- partition that is named by itself is asked for its own policies, not for its parent's: each has row-level security on,
-- forced, and no policy at all, so that nothing is read or written but through the parent.
--
-- The bounds of the ledger's years are instants, and begin in UTC: without a zone of its own, each function would take that of its
-- session.

-- Makes the partitions that are missing up to and with a year, but for years that are archived; tells which it made. Rows that had
-- gone to the default partition meanwhile move to their place.
CREATE FUNCTION add_partitions(p_through integer) RETURNS SETOF text
LANGUAGE plpgsql SET search_path = kitaab, pg_temp SET timezone = 'UTC' AS $$
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
    PERFORM align_ledger();
    FOR v_table, v_column, v_first IN VALUES ('entries', 'day', 2015), ('ledger', 'at', 2026) LOOP
        FOR v_year IN v_first .. p_through LOOP
            v_name := format('%s_%s', v_table, v_year);
            CONTINUE WHEN to_regclass('kitaab.' || v_name) IS NOT NULL OR EXISTS (SELECT FROM archives a WHERE a.name = v_name);
            EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', v_name, v_table);
            PERFORM put_in_place(v_table, v_column, v_name, v_year);
            RETURN NEXT v_name;
        END LOOP;
    END LOOP;
END $$;

-- The partitions that `add_partitions` would make.
CREATE FUNCTION missing_partitions(p_through integer) RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = kitaab, pg_temp AS $$
    SELECT t.name || '_' || y.year
    FROM (VALUES ('entries', 2015), ('ledger', 2026)) AS t (name, first), generate_series(t.first, p_through) AS y (year)
    WHERE to_regclass('kitaab.' || t.name || '_' || y.year) IS NULL
      AND NOT EXISTS (SELECT FROM archives a WHERE a.name = t.name || '_' || y.year)
$$;

-- Makes a table the partition of its year.
CREATE FUNCTION put_in_place(p_table text, p_column text, p_name text, p_year integer) RETURNS void
LANGUAGE plpgsql SET search_path = kitaab, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    PERFORM move_from_default(p_table, p_column, p_name, p_year);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', p_table, p_name,
                   make_date(p_year, 1, 1), make_date(p_year + 1, 1, 1));
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', p_name);
END $$;

-- Moves a year's rows out of a default partition, which is where they are if nobody made the year's own in time.
CREATE FUNCTION move_from_default(p_table text, p_column text, p_name text, p_year integer) RETURNS void
LANGUAGE plpgsql SET search_path = kitaab, pg_temp SET timezone = 'UTC' AS $$
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

-- Moves what is not of a year out of its table, which stands by itself, to where it belongs.
CREATE FUNCTION move_out(p_table text, p_column text, p_name text, p_year integer) RETURNS void
LANGUAGE plpgsql SET search_path = kitaab, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    v_strays boolean;
    v_which text := format('%I < %L OR %I >= %L', p_column, make_date(p_year, 1, 1), p_column, make_date(p_year + 1, 1, 1));
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE %s)', p_name, v_which) INTO v_strays;
    IF v_strays THEN
        -- As in `move_from_default`: for this transaction the policies must let their owner by.
        EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', p_table);
        EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %s RETURNING *) INSERT INTO %I SELECT * FROM moved', p_name, v_which, p_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', p_table);
    END IF;
END $$;

-- Gives the ledger's years that were made in another zone the bounds of UTC, and moves the hours in between.
CREATE FUNCTION align_ledger() RETURNS void
LANGUAGE plpgsql SET search_path = kitaab, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' AS $$
DECLARE
    v_years integer[];
    v_year integer;
BEGIN
    v_years := ARRAY(
        SELECT y.year FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid,
            LATERAL (SELECT substring(c.relname FROM '^ledger_(\d{4})$')::integer AS year) y
        WHERE i.inhparent = 'ledger'::regclass AND y.year IS NOT NULL
          AND pg_get_expr(c.relpartbound, c.oid) <> format('FOR VALUES FROM (''%s-01-01 00:00:00+00'') TO (''%s-01-01 00:00:00+00'')', y.year, y.year + 1)
        ORDER BY y.year);
    FOREACH v_year IN ARRAY v_years LOOP
        EXECUTE format('ALTER TABLE ledger DETACH PARTITION %I', 'ledger_' || v_year);
        EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', 'ledger_' || v_year);
    END LOOP;
    FOREACH v_year IN ARRAY v_years LOOP
        PERFORM move_out('ledger', 'at', 'ledger_' || v_year, v_year);
    END LOOP;
    FOREACH v_year IN ARRAY v_years LOOP
        PERFORM put_in_place('ledger', 'at', 'ledger_' || v_year, v_year);
    END LOOP;
END $$;

SELECT add_partitions(extract(year FROM now())::integer + 1);
