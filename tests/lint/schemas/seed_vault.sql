-- A schema that has grown: logs, measurements, properties that users may add.
-- warning: btree-on-container, constraint-not-validated, default-is-word-null, entity-attribute-value
-- warning: foreign-key-cycle, foreign-key-duplicate, foreign-key-index-partial, foreign-key-type-differs
-- warning: index-condition-needless, index-condition-not-immutable, large-object, log-dies-with-subject
-- warning: partitioned-without-partition, polymorphic-reference, rewrite-rule, table-inheritance, text-search-configuration
-- warning: time-with-time-zone, trigger-disabled, unique-without-partition-key, uuid-as-text, foreign-key-partly-null
-- warning: operator-class-missing, foreign-key-without-index, primary-key-missing

CREATE TABLE samples (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    box_no integer,
    shelf_no integer,
    label text DEFAULT 'NULL',
    tags text[] NOT NULL DEFAULT '{}',
    facts jsonb NOT NULL CHECK (jsonb_typeof(facts) = 'object'),
    photo oid,
    weighed_at timetz
);
CREATE INDEX samples_tags ON samples (tags);
CREATE INDEX samples_facts ON samples (facts) WHERE facts IS NOT NULL;
CREATE INDEX samples_kind ON samples USING gin ((facts ->> 'kind'));
ALTER TABLE samples ADD CONSTRAINT samples_label CHECK (label <> '') NOT VALID;
CREATE VIEW sample_words AS SELECT id, to_tsvector(label) AS words FROM samples;
CREATE RULE keep AS ON DELETE TO samples DO INSTEAD NOTHING;

CREATE TABLE shelves (no integer, box integer, PRIMARY KEY (no, box));
ALTER TABLE samples ADD FOREIGN KEY (shelf_no, box_no) REFERENCES shelves;

CREATE TABLE dried_samples (dried_on date NOT NULL) INHERITS (samples);

CREATE TABLE sample_properties (
    sample_id integer NOT NULL REFERENCES samples,
    name text NOT NULL,
    value text,
    PRIMARY KEY (sample_id, name)
);
ALTER TABLE sample_properties ADD FOREIGN KEY (sample_id) REFERENCES samples ON DELETE CASCADE;

CREATE TABLE sample_log (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    sample_id bigint NOT NULL REFERENCES samples ON DELETE CASCADE,
    done boolean NOT NULL
);
CREATE INDEX sample_log_open ON sample_log (sample_id) WHERE NOT done;
CREATE INDEX sample_log_recent ON sample_log (sample_id) WHERE id > gen_random_uuid();

CREATE TABLE remarks (id varchar(36) PRIMARY KEY, about_type text NOT NULL, about_id bigint NOT NULL);

CREATE TABLE readings (id bigint PRIMARY KEY, at timestamptz NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE pulses (id bigint, at timestamptz NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);

CREATE TABLE keepers (id bigint PRIMARY KEY, vault_id bigint NOT NULL);
CREATE TABLE vaults (id bigint PRIMARY KEY, keeper_id bigint NOT NULL UNIQUE REFERENCES keepers ON DELETE RESTRICT);
ALTER TABLE keepers ADD FOREIGN KEY (vault_id) REFERENCES vaults ON DELETE RESTRICT;

CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER keep BEFORE DELETE ON vaults FOR EACH ROW EXECUTE FUNCTION keep();
ALTER TABLE vaults DISABLE TRIGGER keep;
