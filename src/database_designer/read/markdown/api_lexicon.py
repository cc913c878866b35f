"""The closed word lists of API descriptions: types as programmers write them, and the jargon of headings."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TYPE_WORDS = _words(
    "any array bigint bigserial binary blob bool boolean byte bytea bytes char character citext clob currency date"
    " date-time datetime decimal dict dictionary double email enum file float float32 float64 guid hash id inet"
    " instant int int32 int64 integer interval ipaddress json jsonb list localdate localdatetime localtime long map"
    " money multipart nchar number numeric nvarchar object objectid offsetdatetime password phone real record serial"
    " set short smallint str string text time timestamp timestamptz tinyint tuple uint uint32 uint64 uri url uuid"
    " varchar zoneddatetime"
)
"""Words that are types by themselves."""

COLLECTIONS = _words("array collection iterable list sequence set")
"""Types of lists."""

MAPS = _words("dict dictionary hash json jsonb map object record")
"""Types of objects whose keys are data."""

NUMBER_TYPES = _words(
    "bigint bigserial currency decimal double float float32 float64 int int32 int64 integer long money number"
    " numeric real serial short smallint tinyint uint uint32 uint64"
)
"""Types of numbers."""

TEXT_TYPES = _words("char character citext clob email nchar nvarchar password phone str string text uri url varchar")
"""Types of text."""

LOOSE_TYPES = _words("currency date email enum file hash id instant money object password phone record time uri url")
"""Type words that name things as often as types."""

GENERIC_WORDS = _words(
    "a alternative an and api attribute attributes basic body business collection column columns common constraint"
    " constraints core creation data database definition definitions deletion description detail details dialog"
    " dictionary domain dto dtos endpoint endpoints entities entity example examples field fields flow flows for"
    " form format formats functional in information input key list main management mandatory modal model models"
    " module object objects of operations optional overview page parameter parameters payload properties property"
    " record records reference request requests required requirement requirements resource response responses rule"
    " rules scenario schema schemas screen security service specification specifications step steps structure"
    " structures summary table tables technical the to type types update validation validations view"
)
"""Words of headings that say how a thing is described rather than what it is."""

LEADING_WORDS = _words("a all an basic common core for main mandatory of optional required the")
"""Words that may stand before the name of the thing in a heading."""

VERBS = _words(
    "add adding create creating define delete edit editing get list listing maintain manage managing new post put"
    " record register registering retrieve save search store submit update updating view viewing"
)
"""Verbs that headings begin with: "Create Order"."""

NO_TARGETS = _words("a an and column constraint field id in key not null on or other table that the this to")
"""Words after "references" or "FK" that name no target."""
