-- Who sees what.
--
-- Row-level security is on, and forced, on every table: it holds for the functions that write too. `kitaab.actor` says who
-- asks and `kitaab.book` in whose book a function writes; both are set within a transaction, and are '' and not NULL after
-- it. What the app reads asks for them in a sub-select, so that they are read once for a statement and not for each row.
--
-- Whoever may connect as the app may set any actor: the host is trusted with that. For the actor that is set, nothing else
-- is visible.

CREATE FUNCTION actor() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('kitaab.actor', true), '')::uuid $$;

CREATE FUNCTION book() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('kitaab.book', true), '')::uuid $$;

DO $$
DECLARE
    v_table text;
BEGIN
    FOR v_table IN SELECT relname FROM pg_class
                   WHERE relnamespace = 'kitaab'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'schema_migrations' LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', v_table);
    END LOOP;

    -- What the functions that write may touch: the book whose head they hold, and nothing beside it.
    --
    -- Without a sub-select: each statement that writes would set it up two or three times, and for a statement about one row that costs
    -- more than to ask as often as there are conditions. Where rows are many, they are found by the owner's id, and the planner sees
    -- that the same is asked of all of them. What is written is compared as text, so that the setting need not become an id for
    -- each row; what is found is compared as an id: that is asked once, and by it rows are found.
    FOREACH v_table IN ARRAY ARRAY['ledger', 'devices', 'requests', 'records', 'settings', 'groups', 'deeds', 'items', 'scales',
        'scale_values', 'scale_numbers', 'exemptions', 'merits', 'merit_items', 'targets', 'target_items', 'reminders',
        'sightings', 'relations', 'blocks', 'permissions', 'entries', 'notes', 'make_ups', 'removed', 'reviewed', 'reflections',
        'days', 'verdicts', 'views', 'shared', 'reminder_claims', 'access_log'] LOOP
        EXECUTE format('CREATE POLICY written ON %I TO kitaab_owner USING (owner = book())
                        WITH CHECK (owner::text = current_setting(''kitaab.book'', true))', v_table);
    END LOOP;

    -- What the app reads by itself. Nobody but functions sees heads and ledgers, nor who wrote on which device.
    FOREACH v_table IN ARRAY ARRAY['records', 'settings', 'groups', 'deeds', 'items', 'scales', 'scale_values', 'scale_numbers',
        'exemptions', 'merits', 'merit_items', 'targets', 'target_items', 'reminders', 'sightings', 'relations', 'blocks',
        'permissions', 'entries', 'notes', 'make_ups', 'removed', 'reviewed', 'reflections', 'days', 'verdicts', 'access_log'] LOOP
        EXECUTE format('CREATE POLICY own ON %I FOR SELECT TO kitaab_app USING (owner = (SELECT actor()))', v_table);
        EXECUTE format('GRANT SELECT ON %I TO kitaab_app', v_table);
    END LOOP;

    -- What a server is kept by is the owner role's alone, of whichever book it is.
    FOREACH v_table IN ARRAY ARRAY['archives', 'left_out', 'ledger_ends', 'evaluations', 'evaluation_work', 'erased'] LOOP
        EXECUTE format('CREATE POLICY kept ON %I TO kitaab_owner USING (true)', v_table);
    END LOOP;
END $$;

-- Heads, and sums of days that are away, are found before it is known in whose book, and written within one.
CREATE POLICY found ON books TO kitaab_owner USING (true) WITH CHECK (owner::text = current_setting('kitaab.book', true));
CREATE POLICY found ON days_away TO kitaab_owner USING (true) WITH CHECK (owner::text = current_setting('kitaab.book', true));

-- What others see of the book in which a function reads: their view of it, and the entries of the items in that.
CREATE POLICY theirs ON views FOR SELECT TO kitaab_app
    USING (owner = (SELECT book()) AND grantee = (SELECT actor()));
CREATE POLICY theirs ON shared FOR SELECT TO kitaab_app
    USING (owner = (SELECT book()) AND grantee = (SELECT actor()));
CREATE POLICY theirs ON entries FOR SELECT TO kitaab_app
    USING (owner = (SELECT book()) AND item_no = ANY (ARRAY(SELECT s.item_no FROM shared s)));
-- Of a scale, others see the versions in their view. A version that is gone is in no view and has no scores any more, yet entries
-- that they see may still hold its values: without its number those would read as amounts.
CREATE POLICY theirs ON scale_numbers FOR SELECT TO kitaab_app
    USING (owner = (SELECT book())
           AND (id = ANY (ARRAY(SELECT unnest(v.scales) FROM views v))
                OR (scores = '{}' AND EXISTS (SELECT FROM entries e WHERE e.owner = scale_numbers.owner AND e.scale_no = scale_numbers.no))));
GRANT SELECT ON views, shared TO kitaab_app;

-- `aggregate_days` asks for rows of all owners; nothing else of the owner role's does.
CREATE POLICY aggregated ON days FOR SELECT TO kitaab_owner USING ((SELECT current_setting('kitaab.aggregating', true)) = 'on');
