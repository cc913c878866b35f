-- A schema that is well made: nothing to find, and little to note.
-- note: natural-key-missing, enum-type

CREATE TYPE bridge_state AS ENUM ('open', 'closed');
COMMENT ON TYPE bridge_state IS 'Whether a bridge may be walked on.';

CREATE TABLE bridges (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE CHECK (char_length(code) <= 12),
    span numeric(6, 2) NOT NULL CHECK (span > 0),
    state bridge_state NOT NULL DEFAULT 'open',
    built_on date,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE bridges IS 'Bridges for walkers.';

CREATE TABLE walkers (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text NOT NULL,
    password_hash text NOT NULL,
    vip boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);
CREATE UNIQUE INDEX walkers_email ON walkers (lower(email)) WHERE deleted_at IS NULL;
COMMENT ON TABLE walkers IS 'Who has registered.';

CREATE TABLE inspections (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bridge_id bigint NOT NULL REFERENCES bridges ON DELETE RESTRICT,
    inspector_id uuid REFERENCES walkers ON DELETE SET NULL,
    begins_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    cost numeric(10, 2) NOT NULL DEFAULT 0 CHECK (cost >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK (ends_at > begins_at)
);
CREATE INDEX inspections_bridge ON inspections (bridge_id, begins_at DESC);
CREATE INDEX inspections_inspector ON inspections (inspector_id) WHERE inspector_id IS NOT NULL;
COMMENT ON TABLE inspections IS 'What was looked at, and when.';

CREATE TABLE findings (
    inspection_id bigint NOT NULL REFERENCES inspections ON DELETE CASCADE,
    line integer NOT NULL,
    remark text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (inspection_id, line)
);
COMMENT ON TABLE findings IS 'What an inspection found, line by line.';

CREATE TABLE favourites (
    walker_id uuid NOT NULL REFERENCES walkers ON DELETE CASCADE,
    bridge_id bigint NOT NULL REFERENCES bridges ON DELETE CASCADE,
    PRIMARY KEY (walker_id, bridge_id)
);
CREATE INDEX favourites_bridge ON favourites (bridge_id);
COMMENT ON TABLE favourites IS 'Bridges that walkers like.';

CREATE VIEW open_bridges AS SELECT id, code FROM bridges WHERE state = 'open';
COMMENT ON VIEW open_bridges IS 'Bridges that may be walked on.';
