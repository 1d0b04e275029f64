-- Who sees what.
--
-- Row-level security is on, and forced, on every table: it holds for the functions that write too. `kitaab.actor` says who
-- asks and `kitaab.book` in whose book a function writes; both are set within a transaction, and are '' and not NULL after
-- it. A policy asks for them in a sub-select, so that they are read once for a statement and not for each row.
--
-- Whoever may connect as the app may set any actor: the host is trusted with that. For the actor that is set, nothing else
-- is visible.

CREATE FUNCTION actor() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('kitaab.actor', true), '')::uuid $$;

CREATE FUNCTION book() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('kitaab.book', true), '')::uuid $$;

GRANT USAGE ON SCHEMA kitaab TO kitaab_app, kitaab_readonly;

DO $$
DECLARE
    v_table text;
BEGIN
    FOR v_table IN SELECT relname FROM pg_class
                   WHERE relnamespace = 'kitaab'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'schema_migrations' LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', v_table);
    END LOOP;

    -- What the functions that write may touch: the book whose head they hold, and nothing beside it.
    FOREACH v_table IN ARRAY ARRAY['ledger', 'devices', 'requests', 'records', 'settings', 'groups', 'deeds', 'items', 'scales',
        'scale_values', 'scale_numbers', 'exemptions', 'merits', 'merit_items', 'targets', 'target_items', 'reminders',
        'sightings', 'relations', 'blocks', 'permissions', 'entries', 'notes', 'make_ups', 'removed', 'reviewed', 'reflections',
        'days', 'verdicts', 'views', 'shared', 'reminder_claims', 'access_log'] LOOP
        EXECUTE format('CREATE POLICY written ON %I TO kitaab_owner USING (owner = (SELECT book())) WITH CHECK (owner = (SELECT book()))',
                       v_table);
    END LOOP;

    -- What the app reads by itself. Nobody but functions sees heads and ledgers, nor who wrote on which device.
    FOREACH v_table IN ARRAY ARRAY['records', 'settings', 'groups', 'deeds', 'items', 'scales', 'scale_values', 'scale_numbers',
        'exemptions', 'merits', 'merit_items', 'targets', 'target_items', 'reminders', 'sightings', 'relations', 'blocks',
        'permissions', 'entries', 'notes', 'make_ups', 'removed', 'reviewed', 'reflections', 'days', 'verdicts', 'access_log'] LOOP
        EXECUTE format('CREATE POLICY own ON %I FOR SELECT TO kitaab_app USING (owner = (SELECT actor()))', v_table);
        EXECUTE format('GRANT SELECT ON %I TO kitaab_app', v_table);
    END LOOP;
END $$;

-- Heads are found by functions before they know in which book they are.
CREATE POLICY found ON books TO kitaab_owner USING (true) WITH CHECK (owner = (SELECT book()));

-- What others see of the book in which a function reads: their view of it, and the entries of the items in that.
CREATE POLICY theirs ON views FOR SELECT TO kitaab_app
    USING (owner = (SELECT book()) AND grantee = (SELECT actor()));
CREATE POLICY theirs ON shared FOR SELECT TO kitaab_app
    USING (owner = (SELECT book()) AND grantee = (SELECT actor()));
CREATE POLICY theirs ON entries FOR SELECT TO kitaab_app
    USING (owner = (SELECT book()) AND item_no = ANY (ARRAY(SELECT s.item_no FROM shared s)));
CREATE POLICY theirs ON scale_numbers FOR SELECT TO kitaab_app
    USING (owner = (SELECT book()) AND id = ANY (ARRAY(SELECT unnest(v.scales) FROM views v)));
GRANT SELECT ON views, shared TO kitaab_app;
GRANT EXECUTE ON FUNCTION actor(), book() TO kitaab_app;
