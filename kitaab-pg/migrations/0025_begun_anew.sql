-- A book that was erased and begun anew is another one; a request that was answered is known; and a deed whose entries may be archived
-- keeps its category.
-- Replaces something of 01_book_tables (`books`), 10_apply (`answer_at_once`), 12_ledger (`head`, `hold_book`), 13_reading (`structure`,
-- and `structure_mark` for `catalogue_version`) and 15_others (`structure_between`, `structure_seen`, `check_view`); and of 09_permitted
-- (`check_judged_anew`).

-- Which beginning of the owner's book this is. Its numbers begin anew with the book: what others remember of the one before, by a
-- version of its structure, is told apart by this. It says nothing else.
ALTER TABLE books ADD COLUMN begun bigint NOT NULL DEFAULT ('x' || right(gen_random_uuid()::text, 12))::bit(48)::bigint;

-- By what a structure is known: its version, in the book that was begun then. 0 where there is none yet.
CREATE FUNCTION mark_of(p_begun bigint, p_catalogue bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE p_catalogue WHEN 0 THEN 0 ELSE p_begun + p_catalogue END $$;

DROP FUNCTION head(uuid, uuid);
CREATE FUNCTION head(p_actor uuid, p_owner uuid)
RETURNS TABLE (seq bigint, link bytea, catalogue bigint, dirty_from date, begun bigint)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_set text;
BEGIN
    IF p_actor IS DISTINCT FROM p_owner THEN
        PERFORM check_reader(p_actor, p_owner);
    ELSE
        -- What is read after it, in the same transaction, rests on this too.
        v_set := set_config('kitaab.actor', p_actor::text, true);
        v_set := set_config('kitaab.book', p_owner::text, true);
    END IF;
    SELECT b.seq, b.link, b.catalogue, b.dirty_from, b.begun INTO seq, link, catalogue, dirty_from, begun
    FROM books b WHERE b.owner = p_owner;
    IF FOUND THEN
        RETURN NEXT;
    END IF;
END $$;

DROP FUNCTION hold_book(uuid, uuid);
CREATE FUNCTION hold_book(p_actor uuid, p_owner uuid)
RETURNS TABLE (seq bigint, link bytea, catalogue bigint, dirty_from date, begun bigint)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_head books;
BEGIN
    v_head := hold(p_actor, p_owner);
    PERFORM check_owner(p_actor, p_owner);
    RETURN QUERY SELECT v_head.seq, v_head.link, v_head.catalogue, v_head.dirty_from, v_head.begun;
END $$;

-- The mark of a book's structure, for whoever may read the book. As `head`, and a single value: it is had by an expression, without
-- an executor.
DROP FUNCTION catalogue_version(uuid, uuid);
CREATE FUNCTION structure_mark(p_actor uuid, p_owner uuid) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_set text;
    v_mark bigint;
BEGIN
    IF p_actor IS DISTINCT FROM p_owner THEN
        PERFORM check_reader(p_actor, p_owner);
    ELSE
        v_set := set_config('kitaab.actor', p_actor::text, true);
        v_set := set_config('kitaab.book', p_owner::text, true);
    END IF;
    SELECT mark_of(b.begun, b.catalogue) INTO v_mark FROM books b WHERE b.owner = p_owner;
    RETURN coalesce(v_mark, 0);
END $$;

-- The structure: its version, the book's beginning, and the changes that make its records. All are null where it is the one of which
-- the mark is known already.
DROP FUNCTION structure(uuid, uuid, bigint);
CREATE FUNCTION structure(p_actor uuid, p_owner uuid, p_known bigint)
RETURNS TABLE (version bigint, begun bigint, bodies bytea[])
LANGUAGE plpgsql STABLE ROWS 1 AS $$
#variable_conflict use_column
BEGIN
    IF kitaab.structure_mark(p_actor, p_owner) = p_known THEN
        RETURN NEXT;
        RETURN;
    END IF;
    SELECT h.catalogue, h.begun INTO version, begun FROM kitaab.head(p_actor, p_owner) h;
    -- One that is known may be there no more.
    version := coalesce(version, 0);
    begun := coalesce(begun, 0);
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

-- The structure as an actor sees it, in the same way.
DROP FUNCTION structure_seen(uuid, uuid, bigint);
CREATE FUNCTION structure_seen(p_actor uuid, p_owner uuid, p_known bigint) RETURNS TABLE (version bigint, begun bigint, bodies bytea[])
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    RETURN QUERY SELECT b.catalogue, b.begun, v.bodies
        FROM books b JOIN views v ON v.owner = b.owner AND v.grantee = p_actor
        WHERE b.owner = p_owner AND mark_of(b.begun, b.catalogue) <> p_known;
END $$;

-- What stands between an actor and a book, with its mark; for a step with the exemptions, too, of which what somebody sees afterwards
-- depends.
DROP FUNCTION structure_between(uuid, uuid, boolean);
CREATE FUNCTION structure_between(p_actor uuid, p_owner uuid, p_step boolean)
RETURNS TABLE (version bigint, begun bigint, bodies bytea[])
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF p_step THEN
        PERFORM set_config('kitaab.actor', p_actor::text, true), set_config('kitaab.book', p_owner::text, true);
    ELSE
        PERFORM check_reader(p_actor, p_owner);
    END IF;
    RETURN QUERY
    WITH with_them AS (
        SELECT r.id, r.body FROM relations r WHERE r.owner = p_owner AND r."with" = p_actor
    ), granted AS (
        SELECT p.deed, p.item, p.body FROM permissions p
        WHERE p.owner = p_owner AND p.relation IN (SELECT w.id FROM with_them w)
    ), deeds_shared AS (
        SELECT g.deed FROM granted g WHERE g.deed IS NOT NULL
        UNION SELECT i.deed FROM items i WHERE i.owner = p_owner AND i.id IN (SELECT g.item FROM granted g)
    )
    SELECT b.catalogue, b.begun, (SELECT array_agg(f.body) FROM (
        SELECT body FROM with_them
        UNION ALL SELECT body FROM granted
        UNION ALL SELECT body FROM blocks WHERE owner = p_owner AND id = p_actor
        UNION ALL SELECT body FROM deeds WHERE owner = p_owner AND id IN (SELECT d.deed FROM deeds_shared d)
        UNION ALL SELECT body FROM items WHERE owner = p_owner AND deed IN (SELECT d.deed FROM deeds_shared d)
        UNION ALL SELECT body FROM scales WHERE owner = p_owner AND deed IN (SELECT d.deed FROM deeds_shared d)
        UNION ALL SELECT body FROM exemptions WHERE owner = p_owner AND p_step AND EXISTS (SELECT FROM deeds_shared)
        UNION ALL SELECT body FROM settings WHERE owner = p_owner AND EXISTS (SELECT FROM with_them)
        UNION ALL SELECT body FROM sightings WHERE owner = p_owner AND EXISTS (SELECT FROM with_them)
    ) f)
    FROM books b WHERE b.owner = p_owner;
END $$;

-- Refuses to answer from another state of the book than the one that the actor's view is of.
DROP FUNCTION check_view(uuid, uuid, bigint);
CREATE FUNCTION check_view(p_actor uuid, p_owner uuid, p_mark bigint) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    IF p_mark <> (SELECT mark_of(b.begun, b.catalogue) FROM books b WHERE b.owner = p_owner) THEN
        RAISE EXCEPTION 'the structure has moved on' USING ERRCODE = 'KT007';
    END IF;
END $$;

-- What a commit is answered without being applied, under the book's lock: before (it was applied before, as `answer_seq`); request
-- (the request was answered before, by the commit with `answer_seq`); device, catalogue or record (a precondition does not
-- hold: `answer_seq` is what is so now, `answer_at` the place of the record); moved (the structure with the mark `p_base`, on
-- which it was worked out, has moved on). NULL if nothing stands against it.
CREATE OR REPLACE FUNCTION answer_at_once(
    p_actor uuid, p_owner uuid, p_device uuid, p_device_seq bigint, p_request uuid, p_hash bytea,
    e_catalogue bigint, e_kind smallint[], e_id uuid[], e_day date[], e_revision bigint[], p_base bigint, p_step boolean,
    OUT answer text, OUT answer_seq bigint, OUT answer_link bytea, OUT answer_at integer
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp SET enable_seqscan = off AS $$
DECLARE
    v_head books;
    v_mark bigint;
    v_last devices;
    v_found bigint;
BEGIN
    v_head := hold(p_actor, p_owner, p_step);
    v_mark := mark_of(v_head.begun, v_head.catalogue);
    -- What another may write was checked by the structure: it comes before everything else.
    IF p_actor <> p_owner AND p_base IS DISTINCT FROM v_mark THEN
        answer := 'moved';
        RETURN;
    END IF;

    -- Sent before?
    IF p_request IS NOT NULL THEN
        SELECT 'request', r.seq INTO answer, answer_seq FROM requests r WHERE r.owner = p_owner AND r.request = p_request;
        IF FOUND THEN
            RETURN;
        END IF;
    END IF;
    SELECT * INTO v_last FROM devices d WHERE d.owner = p_owner AND d.device = p_device;
    IF p_device_seq <= coalesce(v_last.last, 0) THEN
        SELECT 'before', l.seq, l.link INTO answer, answer_seq, answer_link FROM ledger l
        WHERE p_device_seq = v_last.last AND l.owner = p_owner AND l.seq = v_last.seq
          AND l.link = link(p_owner, link_at(p_owner, l.seq - 1), l.seq, p_hash);
        IF NOT FOUND THEN
            answer := 'device';
            answer_seq := coalesce(v_last.last, 0);
        END IF;
        RETURN;
    END IF;

    -- Is what it rests on still so?
    IF e_catalogue <> v_head.catalogue THEN
        answer := 'catalogue';
        answer_seq := v_head.catalogue;
        RETURN;
    END IF;
    FOR place IN 1 .. coalesce(cardinality(e_kind), 0) LOOP
        v_found := revision_of(p_owner, e_kind[place], e_id[place], e_day[place]);
        IF v_found <> e_revision[place] THEN
            answer := 'record';
            answer_seq := v_found;
            answer_at := place;
            RETURN;
        END IF;
    END LOOP;
    IF p_base <> v_mark THEN
        answer := 'moved';
    END IF;
END $$;

-- The commit by which a request of the actor's own was answered; null where none was.
CREATE FUNCTION answered(p_actor uuid, p_owner uuid, p_request uuid) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp SET enable_seqscan = off AS $$
DECLARE
    v_seq bigint;
    v_header bytea;
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    SELECT r.seq INTO v_seq FROM requests r WHERE r.owner = p_owner AND r.request = p_request;
    IF v_seq IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT l.header INTO v_header FROM ledger l WHERE l.owner = p_owner AND l.seq = v_seq;
    IF NOT FOUND THEN
        PERFORM check_ledger_whole();
    END IF;
    -- A header names its editor where that is not the owner: see `check_author`.
    IF p_actor = p_owner AND substr(v_header, 21, 2) = '\x0150'::bytea OR NOT is_seen(p_actor, p_owner, v_header) THEN
        RETURN NULL;
    END IF;
    RETURN v_seq;
END $$;

-- A deed's category and measure stay as they are once it has entries: who decided otherwise did not know of them yet. Of years that are
-- archived it is not known of which deeds the entries are. `p_deeds`: those that have another one now.
CREATE OR REPLACE FUNCTION check_judged_anew(p_owner uuid, p_deeds uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_away integer;
BEGIN
    IF EXISTS (SELECT FROM items i WHERE i.owner = p_owner AND i.deed = ANY (p_deeds)
               AND EXISTS (SELECT FROM entries e WHERE e.owner = p_owner AND e.item_no = i.no)) THEN
        RAISE EXCEPTION 'there are entries: category and measure stay as they are (make a new deed)'
            USING ERRCODE = 'KT004', DETAIL = 'deed';
    END IF;
    SELECT extract(year FROM min(d.day)) INTO v_away FROM (
        SELECT d.day FROM days d WHERE d.owner = p_owner AND d.entries > 0 AND d.day <@ away()
        UNION ALL SELECT a.day FROM days_away a WHERE a.owner = p_owner AND a.entries > 0
    ) d;
    IF v_away IS NOT NULL THEN
        RAISE EXCEPTION 'entries of that year are archived (`kitaab maintain bring-back` for: entries_%)', v_away
            USING ERRCODE = 'KT008';
    END IF;
END $$;

REVOKE ALL ON FUNCTION mark_of, head, hold_book, structure_mark, structure, structure_seen, structure_between, check_view, answered
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION head, hold_book, structure_mark, structure, structure_seen, structure_between, check_view, answered
TO kitaab_app;
