-- Plans that stay right while tables grow.

-- A function's plan is kept as long as the connection lives, or until the server gathers figures anew. Made while a year's partition
-- is known to be empty, as each is when the year begins, it reads the partition from end to end, and goes on doing so while the
-- partition fills: each entry then costs as much as all before it. What these functions ask for has a key: it is found by that,
-- however little there is.
DO $$
DECLARE
    v_function regprocedure;
BEGIN
    FOR v_function IN
        SELECT oid FROM pg_proc WHERE pronamespace = 'kitaab'::regnamespace AND proname IN (
            'record', 'apply', 'answer_at_once',
            'entry', 'entries_page', 'entries_seen', 'has_entries', 'records', 'records_seen', 'revision', 'rollups',
            'commits', 'commit_at', 'headers', 'device_seq'
        )
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET enable_seqscan = off', v_function);
    END LOOP;
END $$;

-- The days of a span lie side by side in the index, in the order that they are asked for: no map of pages, and nothing to sort.
ALTER FUNCTION rollups(uuid, uuid, date, date) SET enable_bitmapscan = off;

-- The version of a book's catalogue, for whoever may read the book; null where nothing was ever written to it. As `head`, and
-- a single value: it is had by an expression, without an executor.
CREATE FUNCTION catalogue_version(p_actor uuid, p_owner uuid) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_set text;
    v_version bigint;
BEGIN
    IF p_actor IS DISTINCT FROM p_owner THEN
        PERFORM check_reader(p_actor, p_owner);
    ELSE
        v_set := set_config('kitaab.actor', p_actor::text, true);
        v_set := set_config('kitaab.book', p_owner::text, true);
    END IF;
    SELECT b.catalogue INTO v_version FROM books b WHERE b.owner = p_owner;
    RETURN v_version;
END $$;
REVOKE ALL ON FUNCTION catalogue_version(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION catalogue_version(uuid, uuid) TO kitaab_app;

-- As before, with less to do where the caller knows the catalogue already, as is nearly always so.
CREATE OR REPLACE FUNCTION structure(p_actor uuid, p_owner uuid, p_known bigint)
RETURNS TABLE (version bigint, bodies bytea[])
LANGUAGE plpgsql STABLE ROWS 1 AS $$
#variable_conflict use_column
BEGIN
    version := kitaab.catalogue_version(p_actor, p_owner);
    IF version IS NULL OR version = p_known THEN
        version := coalesce(version, 0);
        RETURN NEXT;
        RETURN;
    END IF;
    SELECT array_agg(r.body) INTO bodies FROM (
        SELECT body FROM kitaab.settings WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.groups WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.deeds WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.items WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.scales WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.exemptions WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.merits WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.targets WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.reminders WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.sightings WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.relations WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.blocks WHERE owner = p_owner
        UNION ALL SELECT body FROM kitaab.permissions WHERE owner = p_owner
    ) r;
    RETURN NEXT;
END $$;
