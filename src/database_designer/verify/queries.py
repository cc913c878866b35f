"""The catalog queries of PostgreSQL 15 and later; each takes the schema as %(schema)s and orders by name.

What extensions brought along is left out: `pg_depend` knows those objects by deptype 'e'.
"""

from __future__ import annotations

EXTENSIONS = "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY extname COLLATE \"C\""

ENUMS = """
SELECT t.typname, array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
WHERE t.typnamespace = to_regnamespace(quote_ident(%(schema)s))
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
GROUP BY t.typname ORDER BY t.typname COLLATE "C"
"""

# Partitions are part of the table they belong to; which ones there are depends on the day.
TABLES = """
SELECT c.relname, c.relrowsecurity, coalesce(pg_get_partkeydef(c.oid), ''), coalesce(d.relname, '')
FROM pg_class c
LEFT JOIN pg_partitioned_table p ON p.partrelid = c.oid
LEFT JOIN pg_class d ON d.oid = p.partdefid
WHERE c.relnamespace = to_regnamespace(quote_ident(%(schema)s)) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.relname COLLATE "C"
"""

COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
       coalesce(CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END, ''),
       coalesce(CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END, ''),
       CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' ELSE '' END
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = to_regnamespace(quote_ident(%(schema)s)) AND c.relkind IN ('r', 'p', 'v', 'm')
  AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY c.relname COLLATE "C", a.attnum
"""

CONSTRAINTS = """
SELECT c.relname, k.contype::text, k.conname, names.columns, coalesce(i.indnullsnotdistinct, false),
       pg_get_constraintdef(k.oid)
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
LEFT JOIN pg_index i ON i.indexrelid = k.conindid
CROSS JOIN LATERAL (
    SELECT array_agg(a.attname::text ORDER BY u.position) AS columns
    FROM unnest(k.conkey) WITH ORDINALITY AS u(number, position)
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
) AS names
WHERE c.relnamespace = to_regnamespace(quote_ident(%(schema)s)) AND k.contype IN ('p', 'u', 'c', 'x')
  AND NOT c.relispartition
ORDER BY c.relname COLLATE "C", k.conname COLLATE "C"
"""

FOREIGN_KEYS = """
SELECT k.conname, c.relname, own.columns, t.relname, other.columns, k.confdeltype::text, k.confupdtype::text,
       k.condeferrable, k.condeferred, k.convalidated
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_class t ON t.oid = k.confrelid
CROSS JOIN LATERAL (
    SELECT array_agg(a.attname::text ORDER BY u.position) AS columns
    FROM unnest(k.conkey) WITH ORDINALITY AS u(number, position)
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
) AS own
CROSS JOIN LATERAL (
    SELECT array_agg(a.attname::text ORDER BY u.position) AS columns
    FROM unnest(k.confkey) WITH ORDINALITY AS u(number, position)
    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number
) AS other
WHERE c.relnamespace = to_regnamespace(quote_ident(%(schema)s)) AND k.contype = 'f' AND k.conparentid = 0
ORDER BY c.relname COLLATE "C", k.conname COLLATE "C"
"""

INDEXES = """
SELECT x.relname, c.relname, am.amname, i.indisunique, i.indnullsnotdistinct, i.indisvalid,
       coalesce(pg_get_expr(i.indpred, i.indrelid), ''), i.indexrelid::bigint
FROM pg_index i
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_am am ON am.oid = x.relam
WHERE c.relnamespace = to_regnamespace(quote_ident(%(schema)s)) AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
ORDER BY x.relname COLLATE "C"
"""

INDEX_KEYS = """
SELECT i.indexrelid::bigint, p.position <= i.indnkeyatts, coalesce(a.attname, ''),
       CASE WHEN a.attname IS NULL THEN pg_get_indexdef(i.indexrelid, p.position, false) ELSE '' END,
       CASE WHEN o.opcdefault OR p.position > i.indnkeyatts THEN '' ELSE o.opcname END,
       coalesce(i.indoption[p.position - 1] & 1 = 1, false), coalesce(i.indoption[p.position - 1] & 2 = 2, false)
FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid
CROSS JOIN LATERAL generate_series(1, i.indnatts::integer) AS p(position)
LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[p.position - 1] AND a.attnum <> 0
LEFT JOIN pg_opclass o ON o.oid = i.indclass[p.position - 1]
WHERE c.relnamespace = to_regnamespace(quote_ident(%(schema)s))
ORDER BY i.indexrelid, p.position
"""

FUNCTIONS = """
SELECT p.proname, pg_get_function_identity_arguments(p.oid), format_type(p.prorettype, NULL), pg_get_functiondef(p.oid),
       CASE p.provolatile WHEN 'i' THEN 'IMMUTABLE' WHEN 's' THEN 'STABLE' ELSE 'VOLATILE' END, p.proisstrict, p.prosecdef,
       coalesce((SELECT substr(s, 13) FROM unnest(p.proconfig) AS s WHERE s LIKE 'search\\_path=%%'), ''),
       EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
               WHERE a.grantee = 0 AND a.privilege_type = 'EXECUTE')
FROM pg_proc p
WHERE p.pronamespace = to_regnamespace(quote_ident(%(schema)s)) AND p.prokind IN ('f', 'p')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
ORDER BY p.proname COLLATE "C", 2
"""

TRIGGERS = """
SELECT t.tgname, c.relname, t.tgtype::integer, p.proname, t.tgargs, pg_get_triggerdef(t.oid), t.tgqual IS NOT NULL,
       t.tgconstraint <> 0, t.tgdeferrable, t.tginitdeferred, t.tgenabled = 'O'
FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_proc p ON p.oid = t.tgfoid
WHERE c.relnamespace = to_regnamespace(quote_ident(%(schema)s)) AND NOT t.tgisinternal AND NOT c.relispartition
ORDER BY c.relname COLLATE "C", t.tgname COLLATE "C"
"""

VIEWS = """
SELECT c.relname, pg_get_viewdef(c.oid), coalesce(c.reloptions, '{}'), c.relkind = 'm'
FROM pg_class c
WHERE c.relnamespace = to_regnamespace(quote_ident(%(schema)s)) AND c.relkind IN ('v', 'm')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.relname COLLATE "C"
"""

SEQUENCES = """
SELECT c.relname, t.relname, a.attname, s.seqstart
FROM pg_sequence s
JOIN pg_class c ON c.oid = s.seqrelid
JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a'
JOIN pg_class t ON t.oid = d.refobjid
JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE c.relnamespace = to_regnamespace(quote_ident(%(schema)s))
ORDER BY c.relname COLLATE "C"
"""

POLICIES = """
SELECT p.polname, c.relname,
       CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
       coalesce(pg_get_expr(p.polqual, p.polrelid), ''), coalesce(pg_get_expr(p.polwithcheck, p.polrelid), ''), p.polpermissive
FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
WHERE c.relnamespace = to_regnamespace(quote_ident(%(schema)s))
ORDER BY c.relname COLLATE "C", p.polname COLLATE "C"
"""

# Objects made after initdb have numbers from 16384 on; the comments of extensions' own objects are left out.
COMMENTS = """
SELECT o.type, o.object_names, d.description
FROM pg_description d
CROSS JOIN LATERAL pg_identify_object_as_address(d.classoid, d.objoid, d.objsubid) AS o
WHERE d.objoid >= 16384 AND o.object_names[1] = %(schema)s
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')
ORDER BY o.type COLLATE "C", o.object_names
"""

OTHERS = """
SELECT 'sequence ' || c.relname
FROM pg_class c
WHERE c.relnamespace = to_regnamespace(quote_ident(%(schema)s)) AND c.relkind = 'S'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('i', 'a', 'e'))
UNION ALL
SELECT 'foreign table ' || c.relname
FROM pg_class c
WHERE c.relnamespace = to_regnamespace(quote_ident(%(schema)s)) AND c.relkind = 'f'
UNION ALL
SELECT 'type ' || t.typname
FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE t.typnamespace = to_regnamespace(quote_ident(%(schema)s))
  AND (t.typtype IN ('d', 'r') OR (t.typtype = 'c' AND c.relkind = 'c'))
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
ORDER BY 1
"""
