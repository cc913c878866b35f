"""The closed word lists by which the form of a text is told: general English and the jargon of documents."""

from __future__ import annotations


def _words(text: str, separator: str | None = None) -> frozenset[str]:
    return frozenset(text.split(separator))


ABBREVIATIONS = _words(
    "al approx art ca cf ch chap co corp dept dr e.g ed eg est etc excl fig figs i.e ie inc incl jr ltd max min mr mrs"
    " ms mt nr op par para pp prof ref refs resp rev sec sect sr st std tab tel u.k u.s viz vol vs"
)
"""Words after which a full stop ends no sentence."""

FINAL_ABBREVIATIONS = _words("co corp etc inc ltd")
"""Those after which a sentence may end as well as go on; a capital letter decides."""

NUMBERED = _words("art ch chap fig figs max min no nos nr par para sec sect tab vol")
"""Those that a number follows; before anything else they are words ("Is it active? No. Then ...")."""

ID_PREFIXES = _words(
    "AC ASM BR BRD BRS BUC CON CU DR EPIC F FEAT FN FR FUNC HU IR NF NFR PERF PRD QR R REQ RF RN RNF RQ RULE SEC SR"
    " SRS STORY SUC SYS TR UC UR US"
)
"""Prefixes that mean a requirement wherever an id leads a text."""

STANDARDS = _words("AES ANSI CVE DIN ECMA EN GDPR HTTP HTTPS IEC IEEE IETF IP ISO MD RFC RSA SHA TLS UTC UTF")
"""Prefixes of standards and protocols, which are written like ids."""

VERBS = _words(
    "allow allows are be can contain contains cover covers display displays has have include includes is list lists may"
    " must need needs provide provides record records require requires shall should show shows store stores support"
    " supports will"
)
"""Words that make a clause of what stands before a colon: "The form contains: ..." is a sentence, no name."""

EDGE_WORDS = _words("a an and as by each every following for if in including like of on or that the to when with")
"""Words with which no name before a colon starts or ends."""

ROW_DETAILS = _words(
    "actor actors comment comments complexity criticality dependencies effort estimate from moscow notes owner phase"
    " points pri prio priority rank realized by ref reference references related release risk role severity source"
    " sprint stakeholder state status test tests traceability type use case verification verified by version"
)
"""Words of headers whose column tells about a requirement's handling, not what it demands."""

ABOUT_DOCUMENT = _words(
    "approved by|author|authors|created|created by|date|document version|last modified|last reviewed|last updated"
    "|prepared by|reviewed by|revision|updated|version",
    "|",
)
"""Labels that speak of the document and not of what it describes."""
