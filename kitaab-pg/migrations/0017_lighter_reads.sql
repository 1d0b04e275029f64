-- Reading with less to do: what a session is told is assigned, and not queried for; whoever asks for their own book is looked up nowhere.
CREATE OR REPLACE FUNCTION check_reader(p_actor uuid, p_owner uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_set text;
BEGIN
    v_set := set_config('kitaab.actor', p_actor::text, true);
    v_set := set_config('kitaab.book', p_owner::text, true);
    IF p_actor IS DISTINCT FROM p_owner THEN
        IF NOT EXISTS (SELECT FROM views v WHERE v.owner = p_owner AND v.grantee = p_actor) THEN
            RAISE EXCEPTION 'there is no such book' USING ERRCODE = 'KT001', DETAIL = 'book ' || p_owner;
        END IF;
    END IF;
END $$;

CREATE OR REPLACE FUNCTION head(p_actor uuid, p_owner uuid)
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

CREATE OR REPLACE FUNCTION rollups(p_actor uuid, p_owner uuid, p_first date, p_last date) RETURNS SETOF days
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_set text;
BEGIN
    v_set := set_config('kitaab.actor', p_actor::text, true);
    RETURN QUERY SELECT d.* FROM kitaab.days d
        WHERE d.owner = p_owner AND d.day BETWEEN p_first AND p_last ORDER BY d.day;
END $$;
