-- The history of a record in fewer trips.
--
-- Each change keeps the revision that its record had before, so that a history is read from one commit to the next; and whoever
-- read it asked for each of these commits by itself.

-- The one number that all revisions before a commit are, as the ledger keeps them; those that are 0 left aside. NULL where they
-- differ, or are too many to be looked through.
CREATE FUNCTION one_previous(p_previous bytea) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    v_found bigint;
    v_number bigint := 0;
    v_shift integer := 0;
    v_byte integer;
    -- How many numbers of the change there still are.
    v_left bigint := 0;
BEGIN
    IF length(p_previous) > 512 THEN
        RETURN NULL;
    END IF;
    FOR v_place IN 0 .. length(p_previous) - 1 LOOP
        v_byte := get_byte(p_previous, v_place);
        v_number := v_number | ((v_byte & 127)::bigint << v_shift);
        IF v_byte >= 128 THEN
            v_shift := v_shift + 7;
            CONTINUE;
        END IF;
        IF v_left = 0 THEN
            v_left := v_number;
        ELSE
            v_left := v_left - 1;
            IF v_number <> coalesce(v_found, v_number) AND v_number <> 0 THEN
                RETURN NULL;
            END IF;
            v_found := coalesce(v_found, nullif(v_number, 0));
        END IF;
        v_number := 0;
        v_shift := 0;
    END LOOP;
    RETURN v_found;
END $$;

-- The commits that a record's history leads through, newest first, from its last one or the one given on, whichever is earlier. Which
-- of a commit's changes is the record's, only its bytes say, and those are read by whoever asks. So this goes on where all records of
-- a commit were last written by the same one before, which is so for a single entry, and for a day that is corrected as it was
-- recorded. What is told beyond that which was asked for is a guess: whoever asks goes on from where it fails. each: every commit
-- before, which is to be looked through where an erasure took a step.
CREATE FUNCTION history(
    p_actor uuid, p_owner uuid, p_kind smallint, p_id uuid, p_day date, p_from bigint, p_each boolean, p_limit integer
)
RETURNS TABLE (seq bigint, link bytea, header bytea, previous bytea, leaves bytea)
-- What is asked for has a key, and the plan need not be made anew to leave out years (migrations 18 and 19).
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

REVOKE ALL ON FUNCTION one_previous, history FROM PUBLIC;
GRANT EXECUTE ON FUNCTION history TO kitaab_app;
