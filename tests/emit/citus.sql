-- What Citus refuses of tables, without Citus: unique keys without the distribution column, foreign keys that leave a
-- node, triggers without the setting that allows them. (Citus documentation, "Creating and Modifying Distributed Objects")

CREATE TABLE public.citus_calls (kind text, relation regclass PRIMARY KEY, col name);

CREATE FUNCTION public.citus_refuse(relation regclass, col name) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    key record;
    target record;
BEGIN
    IF coalesce(current_setting('citus.enable_unsafe_triggers', true), 'off') <> 'on'
        AND EXISTS (SELECT FROM pg_trigger WHERE tgrelid = relation AND NOT tgisinternal) THEN
        RAISE EXCEPTION 'cannot distribute %: it has triggers', relation;
    END IF;
    IF col IS NOT NULL THEN
        FOR key IN
            SELECT i.indexrelid::regclass AS name,
                   (SELECT array_agg(a.attname) FROM pg_attribute a
                    WHERE a.attrelid = relation AND a.attnum = ANY (i.indkey[:i.indnkeyatts - 1])) AS columns
            FROM pg_index i WHERE i.indrelid = relation AND (i.indisunique OR i.indisexclusion)
        LOOP
            IF NOT coalesce(col = ANY (key.columns), false) THEN
                RAISE EXCEPTION 'cannot distribute %: % does not hold %', relation, key.name, col;
            END IF;
        END LOOP;
        IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = relation AND attname = col AND NOT attnotnull) THEN
            RAISE EXCEPTION 'cannot distribute %: % may be unset', relation, col;
        END IF;
    END IF;
    FOR target IN
        SELECT k.conname, k.confrelid, c.kind, c.col, k.confdeltype, k.confupdtype,
               EXISTS (SELECT FROM unnest(k.conkey, k.confkey) AS p(here, there)
                       JOIN pg_attribute h ON h.attrelid = k.conrelid AND h.attnum = p.here AND h.attname = citus_refuse.col
                       JOIN pg_attribute t ON t.attrelid = k.confrelid AND t.attnum = p.there
                           AND t.attname = coalesce(c.col, citus_refuse.col)) AS matched
        FROM pg_constraint k LEFT JOIN public.citus_calls c ON c.relation = k.confrelid
        WHERE k.conrelid = citus_refuse.relation AND k.contype = 'f'
    LOOP
        IF target.kind IS NULL AND target.confrelid <> relation THEN
            RAISE EXCEPTION 'cannot distribute %: % has to be distributed before, for %',
                relation, target.confrelid::regclass, target.conname;
        END IF;
        IF target.kind = 'distributed' OR (target.confrelid = relation AND col IS NOT NULL) THEN
            IF col IS NULL OR NOT target.matched THEN
                RAISE EXCEPTION 'cannot distribute %: % leaves the node', relation, target.conname;
            END IF;
            IF target.confdeltype IN ('n', 'd') OR target.confupdtype IN ('n', 'd', 'c') THEN
                RAISE EXCEPTION 'cannot distribute %: % has an action that is not supported', relation, target.conname;
            END IF;
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION public.create_distributed_table(
    table_name regclass, distribution_column text, distribution_type text DEFAULT 'hash',
    colocate_with text DEFAULT 'default', shard_count integer DEFAULT NULL
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF colocate_with <> 'default' AND NOT EXISTS (SELECT FROM public.citus_calls WHERE relation = colocate_with::regclass) THEN
        RAISE EXCEPTION '% is not distributed', colocate_with;
    END IF;
    PERFORM public.citus_refuse(table_name, distribution_column::name);
    INSERT INTO public.citus_calls VALUES ('distributed', table_name, distribution_column);
END $$;

CREATE FUNCTION public.create_reference_table(table_name regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.citus_refuse(table_name, NULL);
    INSERT INTO public.citus_calls VALUES ('reference', table_name, NULL);
END $$;
