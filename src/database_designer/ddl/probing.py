"""What trials of a design need besides its own objects: a role that owns nothing."""

from __future__ import annotations

from database_designer.postgres.quoting import quote_identifier

PROBE_ROLE = "database_designer_probe"


def probe_role(schema: str) -> tuple[str, ...]:
    """The statements that make the role where it is not there, and let it use what is in the schema."""
    name = quote_identifier(schema)
    return (
        f"DO $$ BEGIN IF to_regrole('{PROBE_ROLE}') IS NULL THEN CREATE ROLE {PROBE_ROLE}; END IF; END $$;",
        f"GRANT USAGE ON SCHEMA {name} TO {PROBE_ROLE};",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {name} TO {PROBE_ROLE};",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {name} TO {PROBE_ROLE};",
    )
