-- What goes for good: what is kept for a time only, and erasures that outlast a restore.

-- Drops what one kind keeps from before an instant, of so many books after one; tells the last book and how many rows. With
-- p_dry nothing is dropped. Kinds: verdicts, requests, claims, accesses.
CREATE FUNCTION prune(
    p_kind text, p_before timestamptz, p_after uuid, p_books integer, p_dry boolean, OUT o_last uuid, OUT o_rows bigint
)
LANGUAGE plpgsql SET search_path = kitaab, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    v_owner uuid;
    v_rows bigint;
    v_which text;
BEGIN
    v_which := CASE p_kind
        WHEN 'verdicts' THEN 'verdicts WHERE owner = $1 AND day < $2::date'
        WHEN 'requests' THEN 'requests r WHERE owner = $1 AND (SELECT l.at FROM ledger l WHERE l.owner = $1 AND l.seq = r.seq) < $2'
        WHEN 'claims' THEN 'reminder_claims WHERE owner = $1 AND at < extract(epoch FROM $2) * 1000000'
        WHEN 'accesses' THEN 'access_log WHERE owner = $1 AND day < $2::date'
    END;
    IF v_which IS NULL THEN
        RAISE EXCEPTION 'there is no kind %', p_kind USING ERRCODE = 'KT005', DETAIL = 'kind';
    END IF;
    o_rows := 0;
    FOR v_owner IN SELECT b.owner FROM books b WHERE p_after IS NULL OR b.owner > p_after ORDER BY b.owner LIMIT p_books LOOP
        PERFORM set_config('kitaab.book', v_owner::text, true);
        IF p_dry THEN
            EXECUTE 'SELECT count(*) FROM ' || v_which INTO v_rows USING v_owner, p_before;
        ELSE
            EXECUTE 'DELETE FROM ' || v_which USING v_owner, p_before;
            GET DIAGNOSTICS v_rows = ROW_COUNT;
        END IF;
        o_rows := o_rows + v_rows;
        o_last := v_owner;
    END LOOP;
END $$;

-- Keeps the mark of a book that is erased, always after what was written last: a book's clock may be ahead of the server's. What is away
-- of the book is marked.
CREATE FUNCTION note_erased() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_hash bytea := sha256(uuid_send(OLD.owner));
BEGIN
    INSERT INTO erased AS e (owner_hash, at) VALUES (v_hash, greatest(clock_timestamp(), OLD.written_at + interval '1 microsecond'))
    ON CONFLICT (owner_hash) DO UPDATE SET at = excluded.at;
    DELETE FROM left_out l WHERE l.owner_hash = v_hash;
    -- Of one that comes back at this moment, nothing is left to mark.
    INSERT INTO left_out (archive, owner_hash) SELECT a.name, v_hash FROM archives a FOR KEY SHARE;
    RETURN NULL;
END $$;

CREATE TRIGGER note_erased AFTER DELETE ON books FOR EACH ROW EXECUTE FUNCTION note_erased();

-- A book that is begun anew goes on after its erasure, so that it is never taken for the one that was erased.
CREATE FUNCTION begin_after_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
BEGIN
    NEW.written_at := greatest(NEW.written_at, (SELECT e.at FROM erased e WHERE e.owner_hash = sha256(uuid_send(NEW.owner))));
    RETURN NEW;
END $$;

CREATE TRIGGER begin_after_erasure BEFORE INSERT ON books FOR EACH ROW EXECUTE FUNCTION begin_after_erasure();

-- Erases again the books that a restore brought back: those that were written to for the last time before they were erased.
-- Tells how many.
CREATE FUNCTION erase_again(p_hashes bytea[], p_at timestamptz[]) RETURNS bigint
LANGUAGE plpgsql SET search_path = kitaab, pg_temp AS $$
DECLARE
    v_owner uuid;
    v_count bigint := 0;
BEGIN
    FOR v_owner IN SELECT b.owner FROM books b JOIN unnest(p_hashes, p_at) AS g (hash, at) ON sha256(uuid_send(b.owner)) = g.hash
                   WHERE b.written_at < g.at LOOP
        PERFORM erase_book(v_owner, v_owner);
        v_count := v_count + 1;
    END LOOP;
    RETURN v_count;
END $$;
