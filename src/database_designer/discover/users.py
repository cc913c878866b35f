"""People who log in: where the documents speak of accounts, passwords and roles, data about users is kept.

"User", "account", "password" and "role" are words of software, not of a business.
"""

from __future__ import annotations

import re

from database_designer.discover.findings import CERTAIN, HINT, AttributeFinding, EntityFinding, Findings
from database_designer.discover.prose import Line
from database_designer.model.requirements import Requirements

_LOGIN = re.compile(
    r"\b(?:log(?:s|ged)?[ -]?in|login|sign[ -]?in|authenticat\w+|credentials|user accounts?|register\w* (?:with|as|by)|password)\b",
    re.IGNORECASE,
)
_USER = re.compile(r"\busers?\b|\baccounts?\b", re.IGNORECASE)
_ENOUGH = 2
_NAMES = (
    ("email", re.compile(r"\be-?mails?\b", re.IGNORECASE)),
    ("username", re.compile(r"\buser ?names?\b", re.IGNORECASE)),
    ("password", re.compile(r"\bpasswords?\b", re.IGNORECASE)),
)
_ROLES = re.compile(r"\brole[- ]based\b|\broles\b|\brole\b|\bRBAC\b", re.IGNORECASE)
_DELEGATED = re.compile(r"\b(?:cognito|auth0|keycloak|okta|firebase auth\w*|no custom[- ]built auth)\b", re.IGNORECASE)


def read_users(requirements: Requirements, lines: tuple[Line, ...]) -> Findings:
    """The entity type user with what its login needs, where the documents tell of logging in at least twice."""
    spoken = [x for x in lines if _LOGIN.search(x.statement.text) and _USER.search(x.statement.text)]
    if len(spoken) < _ENOUGH and not any("login" in o.path or "signin" in o.path for o in requirements.operations):
        return Findings()
    if not spoken:
        return Findings()
    evidence = spoken[0].statement.evidence
    entity = EntityFinding(
        noun=("user",), weight=CERTAIN, reason="has properties of its own: users log in", evidence=evidence
    )
    delegated = any(_DELEGATED.search(x.statement.text) for x in lines)
    found: list[AttributeFinding] = []
    for name, pattern in _NAMES:
        near = [x for x in lines if pattern.search(x.statement.text) and _USER.search(x.statement.text)]
        line = next((x for x in (*spoken, *near) if pattern.search(x.statement.text)), None)
        if line is not None and not (delegated and name == "password"):
            found.append(
                AttributeFinding(
                    owner=("user",), name=(name,), evidence=line.statement.evidence, weight=HINT if name == "username" else CERTAIN,
                    required=True, unique=name != "password", written=True,
                )
            )  # fmt: skip
    role = next((x for x in lines if _ROLES.search(x.statement.text)), None)
    if role is not None:
        found.append(
            AttributeFinding(
                owner=("user",), name=("role",), evidence=role.statement.evidence, weight=CERTAIN, written=True
            )
        )
    return Findings(entities=(entity,), attributes=tuple(found))
