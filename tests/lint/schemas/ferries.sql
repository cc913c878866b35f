-- A service for several ferry lines, which row level security is to keep apart.
-- warning: definer-open-to-public, definer-without-search-path, granted-to-public, materialized-view-over-row-security
-- warning: materialized-view-without-key, policies-overlap, policy-always-true, policy-calls-each-row
-- warning: policy-without-row-security, row-security-without-policy, schema-open-to-create, tenant-nullable
-- warning: tenant-without-row-security, unique-across-tenants, unique-ignores-soft-deletion, unique-with-nulls
-- warning: view-bypasses-row-security

CREATE SCHEMA scratch;
GRANT ALL ON SCHEMA scratch TO PUBLIC;

CREATE TABLE lines (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);

CREATE TABLE piers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id bigint NOT NULL REFERENCES lines ON DELETE RESTRICT,
    name text NOT NULL UNIQUE,
    deleted_at timestamptz
);
CREATE INDEX piers_line ON piers (tenant_id);
ALTER TABLE piers ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON piers FOR SELECT USING (tenant_id = current_setting('app.line')::bigint);
CREATE POLICY shared ON piers FOR SELECT USING (name = 'Central');
CREATE POLICY writing ON piers FOR UPDATE USING (true);
CREATE VIEW pier_names AS SELECT id, name FROM piers;
CREATE MATERIALIZED VIEW pier_list AS SELECT id, name FROM piers;

CREATE TABLE crossings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id bigint REFERENCES lines ON DELETE RESTRICT,
    pier_id bigint NOT NULL REFERENCES piers ON DELETE RESTRICT,
    number integer,
    UNIQUE (tenant_id, number)
);
CREATE INDEX crossings_pier ON crossings (pier_id);
CREATE POLICY own ON crossings USING (tenant_id = 1);
GRANT SELECT ON crossings TO PUBLIC;

CREATE TABLE vessels (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
ALTER TABLE vessels ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION cancel_all() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'DELETE FROM crossings; SELECT 1';
