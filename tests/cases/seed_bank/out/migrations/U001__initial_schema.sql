-- U001: undoes V001 of Seed Vault; all its data is lost

DROP VIEW active_accessions;

DROP TRIGGER trg_germination_tests_updated_at ON germination_tests;
DROP TRIGGER trg_accessions_updated_at ON accessions;

DROP FUNCTION touch_updated_at();

DROP INDEX ix_accessions_species_live;
DROP INDEX ix_germination_tests_accession_id;
DROP INDEX uq_accessions_label;

ALTER TABLE germination_tests DROP CONSTRAINT fk_germination_tests_accession_id;

DROP TABLE germination_tests;
DROP TABLE accessions;

DROP TYPE accession_storage;
