-- The hashes of commits, as docs/ledger.md defines them: so that no row of the ledger depends on what a client says of it. And
-- how the ledger keeps what goes with a commit.

-- The hash of a leaf as it is encoded: [nonce, body], or [hash] of one that was erased.
CREATE FUNCTION leaf_hash(p_owner uuid, p_format bytea, p_leaf bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    v_head integer;
BEGIN
    IF substr(p_leaf, 1, 3) = '\x815820'::bytea AND length(p_leaf) = 35 THEN
        RETURN substr(p_leaf, 4);
    END IF;
    IF substr(p_leaf, 1, 2) <> '\x8250'::bytea OR length(p_leaf) < 19 THEN
        RAISE EXCEPTION 'a leaf is no leaf' USING ERRCODE = 'KT002';
    END IF;
    -- How many bytes tell the length of the body.
    v_head := CASE get_byte(p_leaf, 18) WHEN 88 THEN 2 WHEN 89 THEN 3 WHEN 90 THEN 5 ELSE 1 END;
    RETURN sha256('\x6b69746161622e6c65616600'::bytea || p_format || uuid_send(p_owner) || substr(p_leaf, 3, 16) || substr(p_leaf, 19 + v_head));
END $$;

CREATE FUNCTION commit_hash(p_owner uuid, p_header bytea, p_leaves bytea[]) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT sha256('\x6b69746161622e636f6d6d697400'::bytea || substr(p_header, 1, 1) || uuid_send(p_owner) || int8send(length(p_header)) || p_header
        || coalesce((SELECT string_agg(kitaab.leaf_hash(p_owner, substr(p_header, 1, 1), leaf), ''::bytea ORDER BY place)
                     FROM unnest(p_leaves) WITH ORDINALITY AS leaves (leaf, place)), ''::bytea))
$$;

CREATE FUNCTION link(p_owner uuid, p_previous bytea, p_seq bigint, p_commit bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT sha256('\x6b69746161622e6c696e6b0001'::bytea || uuid_send(p_owner) || p_previous || int8send(p_seq) || p_commit) $$;

-- Leaves as the ledger keeps them: one CBOR array.
CREATE FUNCTION cbor_array(p_leaves bytea[]) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN cardinality(p_leaves) < 24 THEN set_byte('\x00'::bytea, 0, 128 + cardinality(p_leaves))
        WHEN cardinality(p_leaves) < 256 THEN '\x98'::bytea || substr(int4send(cardinality(p_leaves)), 4)
        WHEN cardinality(p_leaves) < 65536 THEN '\x99'::bytea || substr(int4send(cardinality(p_leaves)), 3)
        ELSE '\x9a'::bytea || int4send(cardinality(p_leaves))
    END || coalesce((SELECT string_agg(leaf, ''::bytea ORDER BY place) FROM unnest(p_leaves) WITH ORDINALITY AS leaves (leaf, place)),
                    ''::bytea)
$$;

-- A number as LEB128.
CREATE FUNCTION leb128(p_number bigint) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    v_bytes bytea := ''::bytea;
BEGIN
    WHILE p_number >= 128 LOOP
        v_bytes := v_bytes || set_byte('\x00'::bytea, 0, (p_number & 127)::integer | 128);
        p_number := p_number >> 7;
    END LOOP;
    RETURN v_bytes || set_byte('\x00'::bytea, 0, p_number::integer);
END $$;

-- The revisions that the records of one change had before it, as the ledger keeps them.
CREATE FUNCTION previous_of(p_revisions bigint[]) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN bool_or(revision <> 0)
        THEN kitaab.leb128(count(*)) || string_agg(kitaab.leb128(revision), ''::bytea ORDER BY place)
        ELSE '\x00'::bytea END
    FROM unnest(p_revisions) WITH ORDINALITY AS revisions (revision, place)
$$;

CREATE FUNCTION array_to_bytes(p_parts bytea[]) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT coalesce(string_agg(part, ''::bytea ORDER BY place), ''::bytea) FROM unnest(p_parts) WITH ORDINALITY AS parts (part, place) $$;

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
