-- Reading heads, devices and the ledger, by functions that look at who asks themselves. Each question is one function, and so one
-- round trip and one state of the book. Those that ask by key are planned as `apply` is.

-- Whether a commit is seen: in another's ledger, their own ones.
CREATE FUNCTION is_seen(p_actor uuid, p_owner uuid, p_header bytea) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT p_actor = p_owner OR substr(p_header, 21, 18) = '\x0150'::bytea || uuid_send(p_actor) $$;

CREATE FUNCTION head(p_actor uuid, p_owner uuid)
RETURNS TABLE (seq bigint, link bytea, catalogue bigint, dirty_from date)
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
    SELECT b.seq, b.link, b.catalogue, b.dirty_from INTO seq, link, catalogue, dirty_from FROM books b WHERE b.owner = p_owner;
    IF FOUND THEN
        RETURN NEXT;
    END IF;
END $$;

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

CREATE FUNCTION owners() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp AS
$$ SELECT b.owner FROM books b WHERE b.seq > 0 ORDER BY b.owner $$;

CREATE FUNCTION device_seq(p_actor uuid, p_owner uuid, p_device uuid) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp SET enable_seqscan = off AS $$
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    RETURN coalesce((SELECT d.last FROM devices d WHERE d.owner = p_owner AND d.device = p_device), 0);
END $$;

-- Refuses what needs a ledger without gaps while a year of it is away.
CREATE FUNCTION check_ledger_whole() RETURNS void
LANGUAGE plpgsql STABLE SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_away text;
BEGIN
    SELECT string_agg(a.name, ', ' ORDER BY a.name) INTO v_away FROM archives a WHERE a.parent = 'ledger';
    IF v_away IS NOT NULL THEN
        RAISE EXCEPTION 'a part of the ledger is archived (`kitaab maintain bring-back` for: %)', v_away USING ERRCODE = 'KT008';
    END IF;
END $$;

-- Commits after a sequence number, in order: no more of them once there are 4 MiB. Where one is missing because it is away, that is
-- said.
CREATE FUNCTION commits(p_actor uuid, p_owner uuid, p_after bigint, p_limit integer)
RETURNS TABLE (seq bigint, link bytea, header bytea, previous bytea, leaves bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    v_commit ledger;
    v_bytes bigint := 0;
    v_last bigint := p_after;
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    FOR v_commit IN SELECT l.* FROM ledger l WHERE l.owner = p_owner AND l.seq > p_after AND is_seen(p_actor, p_owner, l.header) ORDER BY l.seq LIMIT p_limit LOOP
        IF p_actor = p_owner AND v_commit.seq <> v_last + 1 THEN
            PERFORM check_ledger_whole();
        END IF;
        seq := v_commit.seq;
        link := v_commit.link;
        header := v_commit.header;
        previous := v_commit.previous;
        leaves := v_commit.leaves;
        RETURN NEXT;
        v_last := v_commit.seq;
        v_bytes := v_bytes + length(v_commit.header) + length(v_commit.leaves);
        EXIT WHEN v_bytes >= 4194304;
    END LOOP;
    IF v_last = p_after AND p_actor = p_owner AND EXISTS (SELECT FROM books b WHERE b.owner = p_owner AND b.seq > p_after) THEN
        PERFORM check_ledger_whole();
    END IF;
END $$;

-- One commit. Their own ones are read by those, too, who may write no more.
CREATE FUNCTION commit_at(p_actor uuid, p_owner uuid, p_seq bigint)
RETURNS TABLE (seq bigint, link bytea, header bytea, previous bytea, leaves bytea)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = kitaab, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    -- A writer needs what was written before them, in order to take back what they wrote: their host narrows it.
    IF p_actor <> p_owner
       AND NOT EXISTS (SELECT FROM shared s WHERE s.owner = p_owner AND s.grantee = p_actor AND s.level = 2)
       AND NOT EXISTS (SELECT FROM ledger l WHERE l.owner = p_owner AND l.seq = p_seq AND is_seen(p_actor, p_owner, l.header)) THEN
        RAISE EXCEPTION 'the owner''s alone' USING ERRCODE = 'KT003', DETAIL = 'reading the history';
    END IF;
    RETURN QUERY SELECT l.seq, l.link, l.header, l.previous, l.leaves FROM ledger l WHERE l.owner = p_owner AND l.seq = p_seq;
    IF NOT FOUND AND EXISTS (SELECT FROM books b WHERE b.owner = p_owner AND b.seq >= p_seq) THEN
        PERFORM check_ledger_whole();
    END IF;
END $$;

-- Headers of commits before a sequence number, newest first.
CREATE FUNCTION headers(p_actor uuid, p_owner uuid, p_before bigint, p_limit integer)
RETURNS TABLE (seq bigint, header bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    RETURN QUERY SELECT l.seq, l.header FROM ledger l
        WHERE l.owner = p_owner AND l.seq < p_before AND is_seen(p_actor, p_owner, l.header) ORDER BY l.seq DESC LIMIT p_limit;
END $$;

CREATE FUNCTION revision(p_actor uuid, p_owner uuid, p_kind smallint, p_id uuid, p_day date) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp SET enable_seqscan = off AS $$
BEGIN
    PERFORM check_reader(p_actor, p_owner);
    IF p_actor <> p_owner AND (p_kind <> 9 OR NOT EXISTS (
        SELECT FROM shared s WHERE s.owner = p_owner AND s.grantee = p_actor AND s.item = p_id)) THEN
        RAISE EXCEPTION 'there is no such record' USING ERRCODE = 'KT001', DETAIL = 'item ' || p_id;
    END IF;
    RETURN revision_of(p_owner, p_kind, p_id, p_day);
END $$;

-- The commits that a record's history leads through, newest first, from its last one or the one given on, whichever is earlier. Each
-- change keeps the revision that its record had before, so that a history is read from one commit to the next; this saves whoever reads
-- it a trip for each.
--
-- Which of a commit's changes is the record's, only its bytes say, and those are read by whoever asks. So this goes on where all
-- records of a commit were last written by the same one before, which is so for a single entry, and for a day that is corrected as it
-- was recorded. What is told beyond that which was asked for is a guess: whoever asks goes on from where it fails. each: every commit
-- before, which is to be looked through where an erasure took a step.
CREATE FUNCTION history(
    p_actor uuid, p_owner uuid, p_kind smallint, p_id uuid, p_day date, p_from bigint, p_each boolean, p_limit integer
)
RETURNS TABLE (seq bigint, link bytea, header bytea, previous bytea, leaves bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    v_any boolean;
    v_next bigint;
    v_commit ledger;
    v_bytes bigint := 0;
BEGIN
    -- This says who asks, too, and refuses records that are not theirs to ask for.
    v_next := least(revision(p_actor, p_owner, p_kind, p_id, p_day), p_from);
    -- A writer needs what was written before them, in order to take back what they wrote: their host narrows it.
    v_any := p_actor = p_owner
        OR EXISTS (SELECT FROM shared s WHERE s.owner = p_owner AND s.grantee = p_actor AND s.level = 2);
    WHILE v_next > 0 LOOP
        SELECT l.* INTO v_commit FROM ledger l WHERE l.owner = p_owner AND l.seq = v_next;
        IF NOT FOUND OR NOT (v_any OR is_seen(p_actor, p_owner, v_commit.header)) THEN
            -- Where a guess led to it, it may be none of the record's.
            EXIT WHEN v_bytes > 0;
            IF v_any THEN
                PERFORM check_ledger_whole();
                RAISE EXCEPTION 'commit % is missing in the ledger', v_next USING ERRCODE = 'KT002';
            END IF;
            RAISE EXCEPTION 'the owner''s alone' USING ERRCODE = 'KT003', DETAIL = 'reading the history';
        END IF;
        seq := v_commit.seq;
        link := v_commit.link;
        header := v_commit.header;
        previous := v_commit.previous;
        leaves := v_commit.leaves;
        RETURN NEXT;
        p_limit := p_limit - 1;
        -- What may be of no use is not much.
        v_bytes := v_bytes + length(v_commit.header) + length(v_commit.leaves);
        EXIT WHEN p_limit <= 0 OR v_bytes >= 262144;
        v_next := CASE WHEN p_each THEN v_next - 1 ELSE one_previous(v_commit.previous) END;
        EXIT WHEN v_next >= v_commit.seq;
    END LOOP;
END $$;

-- What an erasure has to look through: the structural records that have revisions, and the items that have days or had them.
CREATE FUNCTION records_of(p_actor uuid, p_owner uuid) RETURNS TABLE (kind smallint, id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM check_owner(p_actor, p_owner);
    RETURN QUERY SELECT r.kind, r.id FROM records r WHERE r.owner = p_owner
        UNION SELECT 3::smallint, x.item FROM removed x WHERE x.owner = p_owner;
END $$;

-- Holds a book until the end of the transaction; tells where its ledger stands.
CREATE FUNCTION hold_book(p_actor uuid, p_owner uuid)
RETURNS TABLE (seq bigint, link bytea, catalogue bigint, dirty_from date)
LANGUAGE plpgsql ROWS 1 SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_head books;
BEGIN
    v_head := hold(p_actor, p_owner);
    PERFORM check_owner(p_actor, p_owner);
    RETURN QUERY SELECT v_head.seq, v_head.link, v_head.catalogue, v_head.dirty_from;
END $$;
