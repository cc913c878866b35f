-- A schema as it comes over from another database, by hand.
-- warning: char-type, flag-not-boolean, foreign-key-without-index, index-duplicate, index-on-boolean, index-redundant
-- warning: json-not-jsonb, key-too-narrow, list-of-references, money-type, name-needs-quotes, name-reserved
-- warning: numbered-columns, pair-not-unique, primary-key-missing, reference-without-foreign-key, secret-in-plain-text
-- warning: serial-column, timestamp-without-time-zone, unique-by-case

CREATE TABLE "Domes" (
    id serial PRIMARY KEY,
    code char(5) NOT NULL UNIQUE,
    "seatCount" integer NOT NULL,
    is_heated smallint NOT NULL DEFAULT 0
);

CREATE TABLE visitors (
    id serial PRIMARY KEY,
    email varchar(120) NOT NULL UNIQUE,
    password varchar(60) NOT NULL,
    phone1 text,
    phone2 text,
    phone3 text
);

CREATE TABLE "user" (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    visitor_id integer NOT NULL
);

CREATE TABLE shows (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dome_id integer NOT NULL REFERENCES "Domes" ON DELETE CASCADE,
    title text NOT NULL,
    price real NOT NULL,
    starts timestamp NOT NULL,
    live boolean NOT NULL,
    narrator_ids bigint[] NOT NULL DEFAULT '{}',
    settings json NOT NULL
);
CREATE INDEX shows_live ON shows (live);
CREATE INDEX shows_title ON shows (title);
CREATE INDEX shows_by_title ON shows (title);
CREATE INDEX shows_title_starts ON shows (title, starts);

CREATE TABLE show_visitors (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    show_id bigint NOT NULL REFERENCES shows ON DELETE CASCADE,
    visitor_id integer NOT NULL REFERENCES visitors ON DELETE CASCADE
);

CREATE TABLE lamp_hours (lamp text NOT NULL, hours numeric NOT NULL);
