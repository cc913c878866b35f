-- V001: initial schema of Carillon Register

-- -----------------------------------------------------------------------------
-- Extensions
-- -----------------------------------------------------------------------------

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- -----------------------------------------------------------------------------
-- Enum types
-- -----------------------------------------------------------------------------

CREATE TYPE concert_status AS ENUM ('PLANNED', 'PLAYED', 'CANCELLED');

-- -----------------------------------------------------------------------------
-- Tables
-- -----------------------------------------------------------------------------

CREATE TABLE towers (
    id         uuid        NOT NULL DEFAULT gen_random_uuid(),
    name       text        NOT NULL,
    town       text        NOT NULL,
    height     numeric     NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_towers PRIMARY KEY (id),
    CONSTRAINT uq_towers_name UNIQUE (name),
    CONSTRAINT ck_towers_name_length CHECK (char_length(name) <= 80),
    CONSTRAINT ck_towers_name_not_blank CHECK (name ~ '\S'),
    CONSTRAINT ck_towers_town_not_blank CHECK (town ~ '\S'),
    CONSTRAINT ck_towers_height_check CHECK (height > 0)
);

CREATE TABLE bells (
    id         uuid        NOT NULL DEFAULT gen_random_uuid(),
    tower_id   uuid        NOT NULL,
    note       text,
    weight     numeric     NOT NULL,
    motto      text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_bells PRIMARY KEY (id),
    CONSTRAINT ck_bells_weight_check CHECK (weight > 0)
);

CREATE TABLE concerts (
    id         uuid           NOT NULL DEFAULT gen_random_uuid(),
    tower_id   uuid           NOT NULL,
    title      text           NOT NULL,
    start_time timestamptz    NOT NULL,
    end_time   timestamptz    NOT NULL,
    fee        numeric(12,2)  NOT NULL,
    status     concert_status NOT NULL DEFAULT 'PLANNED',
    created_at timestamptz    NOT NULL DEFAULT now(),
    updated_at timestamptz    NOT NULL DEFAULT now(),
    CONSTRAINT pk_concerts PRIMARY KEY (id),
    CONSTRAINT ck_concerts_title_not_blank CHECK (title ~ '\S'),
    CONSTRAINT ck_concerts_fee_check CHECK (fee >= 0),
    CONSTRAINT ck_concerts_rule_end_time_above_start_time CHECK (end_time > start_time)
);

CREATE TABLE players (
    id         uuid        NOT NULL DEFAULT gen_random_uuid(),
    first_name text        NOT NULL,
    last_name  text        NOT NULL,
    email      text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_players PRIMARY KEY (id),
    CONSTRAINT ck_players_first_name_not_blank CHECK (first_name ~ '\S'),
    CONSTRAINT ck_players_last_name_not_blank CHECK (last_name ~ '\S'),
    CONSTRAINT ck_players_email_format CHECK (email ~ '^[^@\s]+@[^@\s]+$')
);

CREATE TABLE player_concerts (
    player_id  uuid        NOT NULL,
    concert_id uuid        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_player_concerts PRIMARY KEY (player_id, concert_id)
);

CREATE TABLE rule_guards (
    scope   text   NOT NULL,
    key     text   NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    CONSTRAINT pk_rule_guards PRIMARY KEY (scope, key)
);

-- -----------------------------------------------------------------------------
-- Foreign keys and exclusions
-- -----------------------------------------------------------------------------

ALTER TABLE bells ADD CONSTRAINT fk_bells_tower_id
    FOREIGN KEY (tower_id) REFERENCES towers (id) ON DELETE RESTRICT;

ALTER TABLE concerts ADD CONSTRAINT fk_concerts_tower_id
    FOREIGN KEY (tower_id) REFERENCES towers (id) ON DELETE RESTRICT;

ALTER TABLE player_concerts ADD CONSTRAINT fk_player_concerts_player_id
    FOREIGN KEY (player_id) REFERENCES players (id) ON DELETE CASCADE;
ALTER TABLE player_concerts ADD CONSTRAINT fk_player_concerts_concert_id
    FOREIGN KEY (concert_id) REFERENCES concerts (id) ON DELETE CASCADE;

-- -----------------------------------------------------------------------------
-- Indexes
-- -----------------------------------------------------------------------------

CREATE UNIQUE INDEX uq_players_email ON players (lower(email));

CREATE INDEX ix_bells_tower_id ON bells (tower_id);
CREATE INDEX ix_bells_note ON bells (note);

CREATE INDEX ix_concerts_tower_id ON concerts (tower_id);

CREATE INDEX ix_player_concerts_concert_id ON player_concerts (concert_id);

CREATE INDEX ix_concerts_title_trgm ON concerts USING gin (title gin_trgm_ops);

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

CREATE FUNCTION touch_guard(scope text, key text) RETURNS bigint
    LANGUAGE sql
    STRICT
    SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp
AS $$
    INSERT INTO rule_guards AS g (scope, key, version)
    VALUES ($1, $2, 1)
    ON CONFLICT (scope, key) DO UPDATE SET version = g.version + 1
    WHERE g.xmin <> pg_current_xact_id()::xid
    RETURNING g.version
$$;

CREATE FUNCTION check_towers_bells_tower_min() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    s record;
BEGIN
    FOR s IN
        SELECT s.* FROM towers AS s WHERE s.id = NEW.id
    LOOP
        IF (SELECT count(*) FROM bells AS c WHERE c.tower_id = s.id) < 1 THEN
            RAISE EXCEPTION 'each Tower has at least 1 Bell'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_bells_tower_min',
                    TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
        END IF;
    END LOOP;
    RETURN NULL;
END;
$$;

CREATE FUNCTION check_bells_tower_min() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    s record;
BEGIN
    PERFORM touch_guard('towers', NEW.tower_id::text);
    PERFORM touch_guard('towers', OLD.tower_id::text);
    FOR s IN
        SELECT s.*
        FROM towers AS s
        WHERE s.id IN (NEW.tower_id, OLD.tower_id)
        ORDER BY s.id
    LOOP
        IF (SELECT count(*) FROM bells AS c WHERE c.tower_id = s.id) < 1 THEN
            RAISE EXCEPTION 'each Tower has at least 1 Bell'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_bells_tower_min',
                    TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
        END IF;
    END LOOP;
    RETURN NULL;
END;
$$;

CREATE FUNCTION refuse_truncate() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are deleted one by one, since rules depend on them: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME,
            TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
END;
$$;

-- -----------------------------------------------------------------------------
-- Functions that are for triggers and jobs alone
-- -----------------------------------------------------------------------------

REVOKE EXECUTE ON FUNCTION check_towers_bells_tower_min() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION check_bells_tower_min() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION touch_guard(text, text) FROM PUBLIC;

-- -----------------------------------------------------------------------------
-- Triggers
-- -----------------------------------------------------------------------------

CREATE CONSTRAINT TRIGGER check_towers_bells_tower_min
    AFTER INSERT ON towers
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION check_towers_bells_tower_min();

CREATE CONSTRAINT TRIGGER check_bells_tower_min
    AFTER DELETE ON bells
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION check_bells_tower_min();

CREATE CONSTRAINT TRIGGER check_bells_tower_min_changed
    AFTER UPDATE ON bells
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    WHEN (NEW.tower_id IS DISTINCT FROM OLD.tower_id)
    EXECUTE FUNCTION check_bells_tower_min();

CREATE TRIGGER trg_bells_updated_at
    BEFORE UPDATE ON bells
    FOR EACH ROW
    WHEN ((NEW.tower_id, NEW.note, NEW.weight, NEW.motto)
          IS DISTINCT FROM
          (OLD.tower_id, OLD.note, OLD.weight, OLD.motto))
    EXECUTE FUNCTION touch_updated_at();

CREATE TRIGGER trg_towers_updated_at
    BEFORE UPDATE ON towers
    FOR EACH ROW
    WHEN ((NEW.name, NEW.town, NEW.height) IS DISTINCT FROM (OLD.name, OLD.town, OLD.height))
    EXECUTE FUNCTION touch_updated_at();

CREATE TRIGGER trg_concerts_updated_at
    BEFORE UPDATE ON concerts
    FOR EACH ROW
    WHEN ((NEW.tower_id, NEW.title, NEW.start_time, NEW.end_time, NEW.fee, NEW.status)
          IS DISTINCT FROM
          (OLD.tower_id, OLD.title, OLD.start_time, OLD.end_time, OLD.fee, OLD.status))
    EXECUTE FUNCTION touch_updated_at();

CREATE TRIGGER trg_players_updated_at
    BEFORE UPDATE ON players
    FOR EACH ROW
    WHEN ((NEW.first_name, NEW.last_name, NEW.email)
          IS DISTINCT FROM
          (OLD.first_name, OLD.last_name, OLD.email))
    EXECUTE FUNCTION touch_updated_at();

CREATE TRIGGER trg_bells_no_truncate
    BEFORE TRUNCATE ON bells
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_truncate();

-- -----------------------------------------------------------------------------
-- Comments
-- -----------------------------------------------------------------------------

COMMENT ON TYPE concert_status IS 'The values of concerts.status. (FR-3.4)';

COMMENT ON TABLE towers IS 'Each tower has a name (required, max 80 characters), a town and a height (> 0). (FR-1.1, FR-2.2, FR-3.2, FR-1)';
COMMENT ON COLUMN towers.name IS 'Name. (FR-1.1, FR-1.2)';
COMMENT ON COLUMN towers.town IS 'Town. (FR-1.1)';
COMMENT ON COLUMN towers.height IS 'Height. (FR-1.1)';
COMMENT ON COLUMN towers.created_at IS 'When the row was created.';
COMMENT ON COLUMN towers.updated_at IS 'When the row was last changed; set by a trigger.';
COMMENT ON CONSTRAINT uq_towers_name ON towers IS 'name is unique (FR-1.1, FR-1.2)';
COMMENT ON CONSTRAINT ck_towers_name_length ON towers IS 'name has at most 80 characters (FR-1.1, FR-1.2)';
COMMENT ON CONSTRAINT ck_towers_name_not_blank ON towers IS 'name is not blank (FR-1.1, FR-1.2)';
COMMENT ON CONSTRAINT ck_towers_town_not_blank ON towers IS 'town is not blank (FR-1.1)';
COMMENT ON CONSTRAINT ck_towers_height_check ON towers IS 'height is greater than 0 (FR-1.1)';
COMMENT ON TRIGGER check_towers_bells_tower_min ON towers IS 'each Tower has at least 1 Bell (FR-2.2)';
COMMENT ON TRIGGER trg_towers_updated_at ON towers IS 'sets the time of the last change';

COMMENT ON TABLE bells IS 'Each bell has a note, a weight (> 0) and an optional motto. (FR-2.1, FR-2.2, FR-2)';
COMMENT ON COLUMN bells.tower_id IS 'Tower id. (FR-2.2)';
COMMENT ON COLUMN bells.note IS 'Note. (FR-2.1, FR-2.3)';
COMMENT ON COLUMN bells.weight IS 'Weight. (FR-2.1)';
COMMENT ON COLUMN bells.motto IS 'Motto. (FR-2.1)';
COMMENT ON COLUMN bells.created_at IS 'When the row was created.';
COMMENT ON COLUMN bells.updated_at IS 'When the row was last changed; set by a trigger.';
COMMENT ON CONSTRAINT ck_bells_weight_check ON bells IS 'weight is greater than 0 (FR-2.1)';
COMMENT ON CONSTRAINT fk_bells_tower_id ON bells IS 'a row in towers is kept as long as something points to it (FR-2.2)';
COMMENT ON INDEX ix_bells_tower_id IS 'finds the rows that point to a row of towers, when it is read and when it is deleted (FR-2.2)';
COMMENT ON INDEX ix_bells_note IS 'Serves Bell.by_note (by note). (FR-2.3)';
COMMENT ON TRIGGER check_bells_tower_min ON bells IS 'each Tower has at least 1 Bell (FR-2.2)';
COMMENT ON TRIGGER check_bells_tower_min_changed ON bells IS 'each Tower has at least 1 Bell (FR-2.2)';
COMMENT ON TRIGGER trg_bells_updated_at ON bells IS 'sets the time of the last change';
COMMENT ON TRIGGER trg_bells_no_truncate ON bells IS 'rows are deleted one by one, so that the rules that depend on them are asked';

COMMENT ON TABLE concerts IS 'Each concert belongs to exactly one tower. (FR-3.4, FR-3.2, FR-3.1, FR-3)';
COMMENT ON COLUMN concerts.tower_id IS 'Tower id. (FR-3.2)';
COMMENT ON COLUMN concerts.title IS 'Title. (FR-3.1, FR-3.5)';
COMMENT ON COLUMN concerts.start_time IS 'Start time. (FR-3.1)';
COMMENT ON COLUMN concerts.end_time IS 'End time. (FR-3.1)';
COMMENT ON COLUMN concerts.fee IS 'Fee. (FR-3.1)';
COMMENT ON COLUMN concerts.status IS 'Status. (FR-3.4)';
COMMENT ON COLUMN concerts.created_at IS 'When the row was created.';
COMMENT ON COLUMN concerts.updated_at IS 'When the row was last changed; set by a trigger.';
COMMENT ON CONSTRAINT ck_concerts_title_not_blank ON concerts IS 'title is not blank (FR-3.1, FR-3.5)';
COMMENT ON CONSTRAINT ck_concerts_fee_check ON concerts IS 'fee is at least 0 (FR-3.1)';
COMMENT ON CONSTRAINT ck_concerts_rule_end_time_above_start_time ON concerts IS 'end time is greater than start time (FR-3.3)';
COMMENT ON CONSTRAINT fk_concerts_tower_id ON concerts IS 'a row in towers is kept as long as something points to it (FR-3.2)';
COMMENT ON INDEX ix_concerts_tower_id IS 'finds the rows that point to a row of towers, when it is read and when it is deleted (FR-3.2)';
COMMENT ON INDEX ix_concerts_title_trgm IS 'Serves Concert.find_title (title contains). (FR-3.5)';
COMMENT ON TRIGGER trg_concerts_updated_at ON concerts IS 'sets the time of the last change';

COMMENT ON TABLE players IS 'Each player has a first name, a last name and an email (unique).';
COMMENT ON COLUMN players.first_name IS 'Classification: personal.';
COMMENT ON COLUMN players.last_name IS 'Classification: personal.';
COMMENT ON COLUMN players.email IS 'Classification: personal.';
COMMENT ON COLUMN players.created_at IS 'When the row was created.';
COMMENT ON COLUMN players.updated_at IS 'When the row was last changed; set by a trigger.';
COMMENT ON CONSTRAINT ck_players_first_name_not_blank ON players IS 'first_name is not blank';
COMMENT ON CONSTRAINT ck_players_last_name_not_blank ON players IS 'last_name is not blank';
COMMENT ON CONSTRAINT ck_players_email_format ON players IS 'email has the form of an e-mail address';
COMMENT ON INDEX uq_players_email IS 'upper and lower case make no difference';
COMMENT ON TRIGGER trg_players_updated_at ON players IS 'sets the time of the last change';

COMMENT ON COLUMN player_concerts.created_at IS 'When the row was created.';
COMMENT ON CONSTRAINT fk_player_concerts_player_id ON player_concerts IS 'the row says something about its row in players only and goes with it';
COMMENT ON CONSTRAINT fk_player_concerts_concert_id ON player_concerts IS 'the row says something about its row in concerts only and goes with it';
COMMENT ON INDEX ix_player_concerts_concert_id IS 'finds the rows that point to a row of concerts, when it is read and when it is deleted';

COMMENT ON TABLE rule_guards IS 'Rows that are written before a rule reads several rows, so that two transactions that could break it together take turns. They hold no business data; they may be left alone. (FR-2.2)';
COMMENT ON COLUMN rule_guards.scope IS 'The table, or the rule, that the key belongs to. (FR-2.2)';
COMMENT ON COLUMN rule_guards.key IS 'The row that a rule is about; empty for rules over a whole table. (FR-2.2)';
COMMENT ON COLUMN rule_guards.version IS 'Goes up with every write. (FR-2.2)';

COMMENT ON FUNCTION check_towers_bells_tower_min() IS 'each Tower has at least 1 Bell (FR-2.2)';
COMMENT ON FUNCTION check_bells_tower_min() IS 'each Tower has at least 1 Bell (FR-2.2)';
COMMENT ON FUNCTION touch_updated_at() IS 'Sets updated_at to the time of the transaction.';
COMMENT ON FUNCTION touch_guard(text, text) IS 'Writes a row, in rule_guards: whoever is second waits, and reads what the first has written.';
COMMENT ON FUNCTION refuse_truncate() IS 'Refuses what it is called for: rows are deleted one by one, since rules depend on them.';
