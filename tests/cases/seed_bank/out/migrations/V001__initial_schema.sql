-- V001: initial schema of Seed Vault

-- -----------------------------------------------------------------------------
-- Enum types
-- -----------------------------------------------------------------------------

CREATE TYPE accession_storage AS ENUM ('COLD', 'FROZEN', 'DRY');

-- -----------------------------------------------------------------------------
-- Tables
-- -----------------------------------------------------------------------------

CREATE TABLE accessions (
    id           uuid              NOT NULL DEFAULT gen_random_uuid(),
    label        text              NOT NULL,
    species      text              NOT NULL,
    collected_on date              NOT NULL,
    storage      accession_storage,
    donor_note   text,
    created_at   timestamptz       NOT NULL DEFAULT now(),
    updated_at   timestamptz       NOT NULL DEFAULT now(),
    deleted_at   timestamptz,
    CONSTRAINT pk_accessions PRIMARY KEY (id),
    CONSTRAINT ck_accessions_label_length CHECK (char_length(label) <= 20),
    CONSTRAINT ck_accessions_label_matches CHECK (label ~ '^[A-Z]{2}-\d+$'),
    CONSTRAINT ck_accessions_species_not_blank CHECK (species ~ '\S')
);

CREATE TABLE germination_tests (
    id           uuid        NOT NULL DEFAULT gen_random_uuid(),
    accession_id uuid        NOT NULL,
    tested_on    date        NOT NULL,
    sown         integer     NOT NULL,
    sprouted     integer     NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_germination_tests PRIMARY KEY (id),
    CONSTRAINT ck_germination_tests_sown_check CHECK (sown >= 1),
    CONSTRAINT ck_germination_tests_sprouted_check CHECK (sprouted >= 0)
);

-- -----------------------------------------------------------------------------
-- Foreign keys and exclusions
-- -----------------------------------------------------------------------------

ALTER TABLE germination_tests ADD CONSTRAINT fk_germination_tests_accession_id
    FOREIGN KEY (accession_id) REFERENCES accessions (id) ON DELETE RESTRICT;

-- -----------------------------------------------------------------------------
-- Indexes
-- -----------------------------------------------------------------------------

CREATE UNIQUE INDEX uq_accessions_label ON accessions (label) WHERE deleted_at IS NULL;

CREATE INDEX ix_germination_tests_accession_id ON germination_tests (accession_id);

CREATE INDEX ix_accessions_species_live ON accessions (species) WHERE deleted_at IS NULL;

-- -----------------------------------------------------------------------------
-- Functions
-- -----------------------------------------------------------------------------

CREATE FUNCTION touch_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END;
$$;

-- -----------------------------------------------------------------------------
-- Triggers
-- -----------------------------------------------------------------------------

CREATE TRIGGER trg_accessions_updated_at
    BEFORE UPDATE ON accessions
    FOR EACH ROW
    WHEN ((NEW.label, NEW.species, NEW.collected_on, NEW.storage, NEW.donor_note, NEW.deleted_at)
          IS DISTINCT FROM
          (OLD.label, OLD.species, OLD.collected_on, OLD.storage, OLD.donor_note, OLD.deleted_at))
    EXECUTE FUNCTION touch_updated_at();

CREATE TRIGGER trg_germination_tests_updated_at
    BEFORE UPDATE ON germination_tests
    FOR EACH ROW
    WHEN ((NEW.accession_id, NEW.tested_on, NEW.sown, NEW.sprouted)
          IS DISTINCT FROM
          (OLD.accession_id, OLD.tested_on, OLD.sown, OLD.sprouted))
    EXECUTE FUNCTION touch_updated_at();

-- -----------------------------------------------------------------------------
-- Views
-- -----------------------------------------------------------------------------

CREATE VIEW active_accessions AS
SELECT
    t.id,
    t.label,
    t.species,
    t.collected_on,
    t.storage,
    t.donor_note,
    t.created_at,
    t.updated_at,
    t.deleted_at
FROM accessions AS t
WHERE t.deleted_at IS NULL;

-- -----------------------------------------------------------------------------
-- Comments
-- -----------------------------------------------------------------------------

COMMENT ON TYPE accession_storage IS 'The values of accessions.storage.';

COMMENT ON TABLE accessions IS 'A curator can register accessions. (SV-1)';
COMMENT ON COLUMN accessions.label IS 'Label. (SV-2)';
COMMENT ON COLUMN accessions.created_at IS 'When the row was created.';
COMMENT ON COLUMN accessions.updated_at IS 'When the row was last changed; set by a trigger.';
COMMENT ON COLUMN accessions.deleted_at IS 'When the row was deleted; unset as long as it is in use.';
COMMENT ON CONSTRAINT ck_accessions_label_length ON accessions IS 'label has at most 20 characters (SV-2)';
COMMENT ON CONSTRAINT ck_accessions_label_matches ON accessions IS 'label matches the pattern ^[A-Z]{2}-\d+$ (SV-2)';
COMMENT ON CONSTRAINT ck_accessions_species_not_blank ON accessions IS 'species is not blank';
COMMENT ON INDEX uq_accessions_label IS 'a deleted row does not stand in the way of a new one (SV-2)';
COMMENT ON INDEX ix_accessions_species_live IS 'Serves Accession.by_species (by species).';
COMMENT ON TRIGGER trg_accessions_updated_at ON accessions IS 'sets the time of the last change';

COMMENT ON TABLE germination_tests IS 'Each germination test of an accession has a date. (SV-3)';
COMMENT ON COLUMN germination_tests.created_at IS 'When the row was created.';
COMMENT ON COLUMN germination_tests.updated_at IS 'When the row was last changed; set by a trigger.';
COMMENT ON CONSTRAINT ck_germination_tests_sown_check ON germination_tests IS 'sown is at least 1';
COMMENT ON CONSTRAINT ck_germination_tests_sprouted_check ON germination_tests IS 'sprouted is at least 0';
COMMENT ON CONSTRAINT fk_germination_tests_accession_id ON germination_tests IS 'a row in accessions is kept as long as something points to it (SV-3)';
COMMENT ON INDEX ix_germination_tests_accession_id IS 'finds the rows that point to a row of accessions, when it is read and when it is deleted (SV-3)';
COMMENT ON TRIGGER trg_germination_tests_updated_at ON germination_tests IS 'sets the time of the last change';

COMMENT ON FUNCTION touch_updated_at() IS 'Sets updated_at to the time of the transaction.';
COMMENT ON VIEW active_accessions IS 'deleted rows are left out (SV-1)';
