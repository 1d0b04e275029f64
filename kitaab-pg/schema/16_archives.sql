-- Years that are away, and back again, without harm to what is there.
--
-- This, and what follows of keeping a server, is the owner role's to do, and of nobody who serves. Where a function goes through many
-- books it enters one after the other, so that a mistake in it stays within one.

-- The years before one that could be archived.
CREATE FUNCTION archivable(p_before integer) RETURNS TABLE (name text, parent text, year integer)
LANGUAGE sql STABLE SET search_path = kitaab, pg_temp AS $$
    SELECT c.relname::text, p.relname::text, substring(c.relname FROM '\d{4}$')::integer
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
    WHERE p.relnamespace = 'kitaab'::regnamespace AND p.relname IN ('entries', 'ledger')
      AND c.relname ~ ('^' || p.relname || '_\d{4}$') AND substring(c.relname FROM '\d{4}$')::integer < p_before
    ORDER BY 3, 1
$$;

-- Takes a year out of its table. It stands by itself then: no policy lets anybody else at it, but its owner may copy it.
CREATE FUNCTION detach_year(p_name text) RETURNS void
LANGUAGE plpgsql SET search_path = kitaab, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    v_parent text;
    v_year integer;
    v_constraint text;
BEGIN
    SELECT a.parent, a.year INTO v_parent, v_year FROM archivable(extract(year FROM now())::integer) a WHERE a.name = p_name;
    IF NOT FOUND THEN
        RAISE EXCEPTION '% is no year that is over', p_name USING ERRCODE = 'KT005', DETAIL = 'year';
    END IF;
    INSERT INTO archives (name, parent, year) VALUES (p_name, v_parent, v_year);
    EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', v_parent, p_name);
    EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', p_name);
    -- An item may be removed while its days are away.
    FOR v_constraint IN SELECT conname FROM pg_constraint WHERE conrelid = format('kitaab.%I', p_name)::regclass AND contype = 'f' LOOP
        EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', p_name, v_constraint);
    END LOOP;
END $$;

-- Before a year's table goes: what the next year's commits follow from stays. What must not come back goes with it. Tells how
-- many rows that was.
CREATE FUNCTION ready_year(p_name text) RETURNS bigint
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM archives a WHERE a.name = p_name AND a.parent = 'ledger') THEN
        EXECUTE format('INSERT INTO ledger_ends (owner, seq, link, archive)
            SELECT DISTINCT ON (t.owner) t.owner, t.seq, t.link, $1 FROM %I t WHERE NOT is_left_out($1, t.owner)
            ORDER BY t.owner, t.seq DESC ON CONFLICT (owner, seq) DO NOTHING', p_name)
        USING p_name;
    END IF;
    RETURN scrub_year(p_name);
END $$;

-- The file is whole: the table can go.
CREATE FUNCTION file_year(p_name text, p_rows bigint, p_sha256 bytea) RETURNS void
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
BEGIN
    UPDATE archives SET rows = p_rows, sha256 = p_sha256, filed_at = now() WHERE name = p_name AND filed_at IS NULL;
    IF FOUND THEN
        EXECUTE format('DROP TABLE IF EXISTS %I', p_name);
    END IF;
END $$;

-- A table to fill from an archive's file.
CREATE FUNCTION receive_year(p_name text) RETURNS void
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_parent text;
BEGIN
    SELECT a.parent INTO v_parent FROM archives a WHERE a.name = p_name AND a.filed_at IS NOT NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION '% is not archived in a file', p_name USING ERRCODE = 'KT001', DETAIL = 'archive ' || p_name;
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS %I', p_name);
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', p_name, v_parent);
END $$;

-- Puts a year back in its place. What was erased or removed meanwhile stays away, and what was written for its days as it is. Its sums
-- are reckoned anew where they may differ, and recorded verdicts are in doubt from then on. Tells how many rows came back.
CREATE FUNCTION attach_year(p_name text) RETURNS bigint
LANGUAGE plpgsql SET search_path = kitaab, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    v_archive archives;
    v_column text;
    v_owner uuid;
    v_days date[];
    v_rows bigint;
    v_first date;
    v_last date;
BEGIN
    SELECT * INTO STRICT v_archive FROM archives a WHERE a.name = p_name;
    v_column := CASE v_archive.parent WHEN 'entries' THEN 'day' ELSE 'at' END;
    v_first := make_date(v_archive.year, 1, 1);
    v_last := make_date(v_archive.year, 12, 31);
    -- Its key is made anyway when it is attached; made before, it serves what follows.
    IF NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conrelid = format('kitaab.%I', p_name)::regclass AND c.contype = 'p') THEN
        EXECUTE format('ALTER TABLE %I ADD %s', p_name, (
            SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c
            WHERE c.conrelid = format('kitaab.%I', v_archive.parent)::regclass AND c.contype = 'p'));
    END IF;
    -- The books first, as whoever writes does: nobody writes to one of them meanwhile.
    EXECUTE format('SELECT FROM books b WHERE b.owner IN (SELECT t.owner FROM %I t
        UNION SELECT a.owner FROM days_away a WHERE a.day BETWEEN $1 AND $2) ORDER BY b.owner FOR UPDATE', p_name)
    USING v_first, v_last;
    PERFORM scrub_year(p_name);
    IF v_archive.parent = 'entries' THEN
        FOR v_owner IN EXECUTE format('SELECT DISTINCT owner FROM %I ORDER BY owner', p_name) LOOP
            PERFORM set_config('kitaab.book', v_owner::text, true);
            EXECUTE format('WITH gone AS (
                DELETE FROM %I t WHERE t.owner = $1
                AND (NOT EXISTS (SELECT FROM items i WHERE i.owner = $1 AND i.no = t.item_no)
                     OR EXISTS (SELECT FROM entries e WHERE e.owner = $1 AND e.day = t.day AND e.item_no = t.item_no)
                     OR EXISTS (SELECT FROM removed x JOIN items i ON i.owner = $1 AND i.id = x.item
                                WHERE x.owner = $1 AND x.kind = 9 AND x.day = t.day AND i.no = t.item_no))
                RETURNING t.day
            ) SELECT array_agg(DISTINCT day) FROM gone', p_name) INTO v_days USING v_owner;
            IF NOT v_archive.sums_kept THEN
                EXECUTE format('SELECT $2 || array_agg(DISTINCT t.day) FROM %I t WHERE t.owner = $1', p_name)
                INTO v_days USING v_owner, v_days;
            END IF;
            -- To be reckoned below.
            INSERT INTO days_away (owner, day) SELECT DISTINCT v_owner, g.day FROM unnest(v_days) AS g (day)
            ON CONFLICT (owner, day) DO NOTHING;
            UPDATE books b SET dirty_from = least(b.dirty_from, v_first)
            WHERE b.owner = v_owner AND EXISTS (SELECT FROM verdicts v WHERE v.owner = v_owner AND v.day >= v_first);
        END LOOP;
    END IF;
    EXECUTE format('SELECT count(*) FROM %I', p_name) INTO v_rows;
    PERFORM move_out(v_archive.parent, v_column, p_name, v_archive.year);
    PERFORM put_in_place(v_archive.parent, v_column, p_name, v_archive.year);
    DELETE FROM archives a WHERE a.name = p_name;
    IF v_archive.parent = 'entries' THEN
        FOR v_owner IN SELECT DISTINCT a.owner FROM days_away a WHERE a.day BETWEEN v_first AND v_last ORDER BY a.owner LOOP
            PERFORM set_config('kitaab.book', v_owner::text, true);
            WITH gone AS (DELETE FROM days_away a WHERE a.owner = v_owner AND a.day BETWEEN v_first AND v_last RETURNING a.day)
            SELECT array_agg(g.day) INTO v_days FROM gone g;
            PERFORM reckon(v_owner, v_days);
        END LOOP;
    END IF;
    RETURN v_rows;
END $$;

-- Takes what must not come back out of a year's table, which stands by itself. Tells how many rows.
CREATE FUNCTION scrub_year(p_name text) RETURNS bigint
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_rows bigint;
    v_more bigint := 0;
BEGIN
    EXECUTE format('DELETE FROM %I t USING (SELECT DISTINCT o.owner FROM %I o) o WHERE t.owner = o.owner AND is_left_out($1, o.owner)', p_name, p_name)
    USING p_name;
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    IF EXISTS (SELECT FROM left_out l WHERE l.archive = p_name AND l.item_no IS NOT NULL) THEN
        EXECUTE format('DELETE FROM %I t USING left_out l
            WHERE l.archive = $1 AND l.item_no = t.item_no AND l.owner_hash = sha256(uuid_send(t.owner))', p_name)
        USING p_name;
        GET DIAGNOSTICS v_more = ROW_COUNT;
    END IF;
    RETURN v_rows + v_more;
END $$;

-- Whether all that an archive holds of an owner must not come back: their book is gone, or was and is another one now.
CREATE FUNCTION is_left_out(p_name text, p_owner uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = kitaab, pg_temp AS $$
    SELECT NOT EXISTS (SELECT FROM books b WHERE b.owner = p_owner)
        OR EXISTS (SELECT FROM left_out l WHERE l.archive = p_name AND l.owner_hash = sha256(uuid_send(p_owner)) AND l.item_no IS NULL)
$$;

-- Where something of a day is away, nothing is written to it until that is back: it would replace, or be added to, what nobody sees
-- now, and the book would not be what its ledger says. What is written to years that are away goes to the default partition, and
-- nothing else comes by here.
CREATE FUNCTION check_away() RETURNS trigger
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
BEGIN
    IF NEW.day <@ away() THEN
        PERFORM keep_away(NEW.owner, NEW.day, NEW.day);
        IF EXISTS (SELECT FROM days_away a WHERE a.owner = NEW.owner AND a.day = NEW.day AND a.entries > 0) THEN
            RAISE EXCEPTION 'entries of that day are archived (`kitaab maintain bring-back` for: entries_%)', extract(year FROM NEW.day)
                USING ERRCODE = 'KT008';
        END IF;
        -- From now on its sum is of what is there.
        INSERT INTO days_away (owner, day) VALUES (NEW.owner, NEW.day) ON CONFLICT (owner, day) DO NOTHING;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER check_away BEFORE INSERT ON entries_default FOR EACH ROW EXECUTE FUNCTION check_away();
