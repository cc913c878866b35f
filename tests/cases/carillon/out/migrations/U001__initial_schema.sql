-- U001: undoes V001 of Carillon Register; all its data is lost

DROP TRIGGER trg_bells_no_truncate ON bells;
DROP TRIGGER trg_players_updated_at ON players;
DROP TRIGGER trg_concerts_updated_at ON concerts;
DROP TRIGGER trg_towers_updated_at ON towers;
DROP TRIGGER trg_bells_updated_at ON bells;
DROP TRIGGER check_bells_tower_min_changed ON bells;
DROP TRIGGER check_bells_tower_min ON bells;
DROP TRIGGER check_towers_bells_tower_min ON towers;

DROP FUNCTION refuse_truncate();
DROP FUNCTION check_bells_tower_min();
DROP FUNCTION check_towers_bells_tower_min();
DROP FUNCTION touch_guard(text, text);
DROP FUNCTION touch_updated_at();

DROP INDEX ix_concerts_title_trgm;
DROP INDEX ix_player_concerts_concert_id;
DROP INDEX ix_concerts_tower_id;
DROP INDEX ix_bells_note;
DROP INDEX ix_bells_tower_id;
DROP INDEX uq_players_email;

ALTER TABLE player_concerts DROP CONSTRAINT fk_player_concerts_concert_id;
ALTER TABLE player_concerts DROP CONSTRAINT fk_player_concerts_player_id;
ALTER TABLE concerts DROP CONSTRAINT fk_concerts_tower_id;
ALTER TABLE bells DROP CONSTRAINT fk_bells_tower_id;

DROP TABLE rule_guards;
DROP TABLE player_concerts;
DROP TABLE players;
DROP TABLE concerts;
DROP TABLE bells;
DROP TABLE towers;

DROP TYPE concert_status;

DROP EXTENSION IF EXISTS pg_trgm;
