-- Of a scale, others see the versions in their view. A version that is gone is in no view and has no scores any more, yet entries
-- that they see may still hold its values: without its number those would read as amounts.
ALTER POLICY theirs ON scale_numbers
    USING (owner = (SELECT book())
           AND (id = ANY (ARRAY(SELECT unnest(v.scales) FROM views v))
                OR (scores = '{}' AND EXISTS (SELECT FROM entries e WHERE e.owner = scale_numbers.owner AND e.scale_no = scale_numbers.no))));

-- Of each kind one relation that is live, as before: but where one ends and another begins in the same commit, what counts
-- is how it leaves them.
DROP INDEX relations_friend, relations_follow;
ALTER TABLE relations
    ADD CONSTRAINT relations_friend EXCLUDE USING btree (owner WITH =, "with" WITH =)
        WHERE (kind = 'friend' AND state IN ('pending', 'accepted')) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT relations_follow EXCLUDE USING btree (owner WITH =, "with" WITH =, role WITH =)
        WHERE (kind = 'follow' AND state IN ('pending', 'accepted')) DEFERRABLE INITIALLY DEFERRED;

-- As before; but their own commits are read by those, too, who may write no more.
CREATE OR REPLACE FUNCTION commit_at(p_actor uuid, p_owner uuid, p_seq bigint)
RETURNS TABLE (seq bigint, link bytea, header bytea, previous bytea, leaves bytea)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
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
END $$;
