"""The catalog queries of lint, for PostgreSQL 15 and later: the columns of a result are the fields of its value.

All schemas of a database are read, without PostgreSQL's own and without what extensions brought along (`pg_depend`
knows those objects by deptype 'e'). Every query is in name order.
"""

from __future__ import annotations

from database_designer.lint.healing import STAND_IN

_NAME = "CASE n.nspname WHEN 'public' THEN {bare} ELSE n.nspname || '.' || {bare} END"

_OWN_SCHEMA = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"


def _not_of_extension(catalog: str, oid: str) -> str:
    return (
        f"NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '{catalog}'::regclass"
        f" AND e.objid = {oid} AND e.deptype = 'e')"
    )


_OWN = f"""
WITH own AS (
    SELECT c.*, c.oid AS id, n.nspname, {_NAME.format(bare="c.relname")} AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE {_OWN_SCHEMA} AND {_not_of_extension("pg_class", "c.oid")}
)"""  # noqa: S608 constants only

SCHEMAS = f"""
SELECT n.nspname AS name,
       EXISTS (SELECT FROM aclexplode(n.nspacl) AS a WHERE a.grantee = 0 AND a.privilege_type = 'CREATE') AS open
FROM pg_namespace n WHERE {_OWN_SCHEMA} ORDER BY n.nspname COLLATE "C"
"""  # noqa: S608 constants only

EXTENSIONS = """
SELECT e.extname AS name, n.nspname AS schema
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname <> 'plpgsql' ORDER BY e.extname COLLATE "C"
"""

RELATIONS = f"""{_OWN}
SELECT o.name, o.nspname AS schema, o.relname AS bare,
       CASE o.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'f' THEN 'foreign table'
                      WHEN 'v' THEN 'view' ELSE 'materialized view' END AS kind,
       coalesce(obj_description(o.id, 'pg_class'), '') AS comment,
       o.relrowsecurity AS row_security, o.relforcerowsecurity AS forced, coalesce(o.reloptions, '{{}}') AS options,
       coalesce(CASE WHEN o.relispartition THEN parents.names[1] END, '') AS partition_of,
       CASE WHEN o.relispartition THEN '{{}}' ELSE coalesce(parents.names, '{{}}') END AS inherits,
       coalesce(CASE p.partstrat WHEN 'r' THEN 'range' WHEN 'l' THEN 'list' WHEN 'h' THEN 'hash' END, '')
           AS partition_strategy,
       (SELECT count(*)::integer FROM pg_inherits i WHERE i.inhparent = o.id AND o.relkind = 'p') AS partitions,
       coalesce(p.partdefid <> 0, false) AS default_partition,
       coalesce((SELECT array_agg(DISTINCT coalesce(r.rolname, 'PUBLIC') || ' ' || a.privilege_type)
                 FROM aclexplode(o.relacl) AS a LEFT JOIN pg_roles r ON r.oid = a.grantee
                 WHERE a.grantee <> o.relowner), '{{}}') AS granted,
       coalesce((SELECT array_agg(w.rulename::text ORDER BY w.rulename) FROM pg_rewrite w
                 WHERE w.ev_class = o.id AND w.rulename <> '_RETURN'), '{{}}') AS rules,
       CASE WHEN o.relkind IN ('v', 'm') THEN pg_get_viewdef(o.id) ELSE '' END AS definition,
       coalesce((SELECT array_agg(DISTINCT t.name) FROM pg_rewrite w
                 JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                  AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> o.id
                 JOIN own t ON t.id = d.refobjid
                 WHERE w.ev_class = o.id), '{{}}') AS reads
FROM own o
LEFT JOIN pg_partitioned_table p ON p.partrelid = o.id
LEFT JOIN LATERAL (
    SELECT array_agg(t.name ORDER BY i.inhseqno) AS names
    FROM pg_inherits i JOIN own t ON t.id = i.inhparent WHERE i.inhrelid = o.id
) AS parents ON true
WHERE o.relkind IN ('r', 'p', 'f', 'v', 'm') ORDER BY o.name COLLATE "C"
"""  # noqa: S608 constants only

COLUMNS = f"""{_OWN}
SELECT o.name AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
       base.typname AS base, t.typcategory::text AS category, t.typtype = 'd' AS domain, NOT a.attnotnull AS nullable,
       coalesce(CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END, '') AS default,
       coalesce(CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END, '') AS generated,
       CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' ELSE '' END AS identity,
       coalesce(col_description(o.id, a.attnum), '') AS comment, a.attlen::integer AS size,
       CASE a.attalign WHEN 'c' THEN 1 WHEN 's' THEN 2 WHEN 'i' THEN 4 ELSE 8 END AS alignment,
       coalesce(NOT l.collisdeterministic, false) AS insensitive
FROM own o
JOIN pg_attribute a ON a.attrelid = o.id AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
JOIN pg_type below ON below.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
JOIN pg_type base ON base.oid = CASE below.typcategory WHEN 'A' THEN coalesce(nullif(below.typelem, 0), below.oid)
                                                       ELSE below.oid END
LEFT JOIN pg_attrdef d ON d.adrelid = o.id AND d.adnum = a.attnum
LEFT JOIN pg_collation l ON l.oid = a.attcollation
WHERE o.relkind IN ('r', 'p', 'f', 'v', 'm') ORDER BY o.name COLLATE "C", a.attnum
"""  # noqa: S608 constants only

_OWN_COLUMNS = """CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(a.attname::text ORDER BY u.position), '{}') AS columns
    FROM unnest(k.conkey) WITH ORDINALITY AS u(number, position)
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
) AS own_columns"""

KEYS = f"""{_OWN}
SELECT o.name AS table, k.conname AS name, k.contype = 'p' AS primary, own_columns.columns
FROM pg_constraint k JOIN own o ON o.id = k.conrelid {_OWN_COLUMNS}
WHERE k.contype IN ('p', 'u') ORDER BY o.name COLLATE "C", k.conname COLLATE "C"
"""  # noqa: S608 constants only

CHECKS = f"""{_OWN}
SELECT o.name AS table, k.conname AS name, k.contype = 'x' AS exclusion, own_columns.columns,
       pg_get_constraintdef(k.oid) AS definition, k.convalidated AS validated
FROM pg_constraint k JOIN own o ON o.id = k.conrelid {_OWN_COLUMNS}
WHERE k.contype IN ('c', 'x') AND k.conparentid = 0 ORDER BY o.name COLLATE "C", k.conname COLLATE "C"
"""  # noqa: S608 constants only

_ACTION = "CASE k.{} WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' ELSE 'SET DEFAULT' END"

FOREIGN_KEYS = f"""{_OWN}
SELECT o.name AS table, k.conname AS name, own_columns.columns, t.name AS target, other.columns AS target_columns,
       {_ACTION.format("confdeltype")} AS on_delete, {_ACTION.format("confupdtype")} AS on_update,
       k.confmatchtype = 'f' AS full, k.condeferrable AS deferrable, k.convalidated AS validated
FROM pg_constraint k JOIN own o ON o.id = k.conrelid JOIN own t ON t.id = k.confrelid {_OWN_COLUMNS}
CROSS JOIN LATERAL (
    SELECT array_agg(a.attname::text ORDER BY u.position) AS columns
    FROM unnest(k.confkey) WITH ORDINALITY AS u(number, position)
    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number
) AS other
WHERE k.contype = 'f' AND k.conparentid = 0 ORDER BY o.name COLLATE "C", k.conname COLLATE "C"
"""  # noqa: S608 constants only

INDEXES = f"""{_OWN}
SELECT o.name AS table, x.relname AS name, am.amname AS method,
       parts.columns[1:i.indnkeyatts] AS columns, parts.keys[1:i.indnkeyatts] AS keys,
       coalesce(parts.columns[i.indnkeyatts + 1:], '{{}}') AS include, i.indisunique AS unique, i.indisprimary AS primary,
       EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')) AS backs,
       i.indnullsnotdistinct AS nulls_not_distinct, coalesce(pg_get_expr(i.indpred, i.indrelid), '') AS predicate,
       i.indisvalid AS valid
FROM pg_index i
JOIN own o ON o.id = i.indrelid
JOIN pg_class x ON x.oid = i.indexrelid AND NOT x.relispartition
JOIN pg_am am ON am.oid = x.relam
CROSS JOIN LATERAL (
    SELECT array_agg(coalesce(a.attname::text, '') ORDER BY p.position) AS columns,
           array_agg(pg_get_indexdef(i.indexrelid, p.position, false)
                     || CASE WHEN c.opcdefault OR p.position > i.indnkeyatts THEN '' ELSE ' ' || c.opcname END
                     || CASE WHEN i.indoption[p.position - 1] & 1 = 1 THEN ' DESC' ELSE '' END
                     || CASE WHEN i.indoption[p.position - 1] & 3 IN (1, 2) THEN ' NULLS ODD' ELSE '' END
                     ORDER BY p.position) AS keys
    FROM generate_series(1, i.indnatts::integer) AS p(position)
    LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[p.position - 1] AND a.attnum <> 0
    LEFT JOIN pg_opclass c ON c.oid = i.indclass[p.position - 1]
) AS parts
ORDER BY o.name COLLATE "C", x.relname COLLATE "C"
"""  # noqa: S608 constants only

FUNCTIONS = f"""
SELECT {_NAME.format(bare="p.proname")} AS name,
       {_NAME.format(bare="p.proname")} || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS signature,
       l.lanname AS language, p.prosecdef AS definer,
       EXISTS (SELECT FROM unnest(p.proconfig) AS s WHERE s ~ '^search_path=') AS search_path,
       EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
               WHERE a.grantee = 0 AND a.privilege_type = 'EXECUTE') AS public,
       p.prorettype IN ('trigger'::regtype, 'event_trigger'::regtype) AS trigger,
       coalesce(obj_description(p.oid, 'pg_proc'), '') AS comment, coalesce(p.prosrc, '') AS source
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
WHERE {_OWN_SCHEMA} AND p.prokind IN ('f', 'p') AND NOT starts_with(p.prosrc, '{STAND_IN.replace("'", "''")}')
  AND {_not_of_extension("pg_proc", "p.oid")}
ORDER BY p.proname COLLATE "C", p.oid
"""  # noqa: S608 constants only

TRIGGERS = f"""{_OWN}
SELECT o.name AS table, t.tgname AS name, t.tgtype & 2 = 2 AS before,
       array_remove(ARRAY[CASE WHEN t.tgtype & 4 = 4 THEN 'INSERT' END, CASE WHEN t.tgtype & 16 = 16 THEN 'UPDATE' END,
                          CASE WHEN t.tgtype & 8 = 8 THEN 'DELETE' END, CASE WHEN t.tgtype & 32 = 32 THEN 'TRUNCATE' END],
                    NULL) AS events,
       {_NAME.format(bare="p.proname")} AS function, t.tgenabled <> 'D' AS enabled
FROM pg_trigger t JOIN own o ON o.id = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE NOT t.tgisinternal AND t.tgparentid = 0 ORDER BY o.name COLLATE "C", t.tgname COLLATE "C"
"""  # noqa: S608 constants only

POLICIES = f"""{_OWN}
SELECT o.name AS table, p.polname AS name, p.polpermissive AS permissive,
       CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
                     ELSE 'ALL' END AS command,
       (SELECT array_agg(coalesce(r.rolname::text, 'PUBLIC') ORDER BY r.rolname)
        FROM unnest(p.polroles) AS u(id) LEFT JOIN pg_roles r ON r.oid = u.id) AS roles,
       coalesce(pg_get_expr(p.polqual, p.polrelid), '') AS using,
       coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') AS check
FROM pg_policy p JOIN own o ON o.id = p.polrelid ORDER BY o.name COLLATE "C", p.polname COLLATE "C"
"""  # noqa: S608 constants only

TYPES = f"""
SELECT {_NAME.format(bare="t.typname")} AS name, t.typtype = 'd' AS domain,
       coalesce((SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
                '{{}}') AS values,
       coalesce((SELECT array_agg(pg_get_constraintdef(k.oid) ORDER BY k.conname)
                 FROM pg_constraint k WHERE k.contypid = t.oid), '{{}}') AS constraints
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE {_OWN_SCHEMA} AND t.typtype IN ('e', 'd') AND {_not_of_extension("pg_type", "t.oid")}
ORDER BY t.typname COLLATE "C", t.oid
"""  # noqa: S608 constants only
