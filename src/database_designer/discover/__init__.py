"""Discover: what the documents mean. `Requirements` in, `ConceptualModel` out.

Readings (one file each) turn parts of the requirements into findings; `concepts` weighs them into entity types;
`assemble` puts everything else where it belongs; `rules` reads a second time, with the model as vocabulary;
`accounting` tells of every statement what became of it. What is not written in English is set aside before (`unread`).
"""

from __future__ import annotations

from dataclasses import replace

from database_designer.diagnostics import Diagnostic, Severity, sort_diagnostics
from database_designer.discover.access import with_queries
from database_designer.discover.accounting import told_by, with_account
from database_designer.discover.accounting.findings import led_to
from database_designer.discover.accounts import without_copies
from database_designer.discover.api.operations import read_operations
from database_designer.discover.api.shapes import read_shapes
from database_designer.discover.assemble import assemble
from database_designer.discover.concepts import decide
from database_designer.discover.constraints import read_constraints
from database_designer.discover.details import read_details
from database_designer.discover.entity_tables import read_entity_tables
from database_designer.discover.findings import Findings, combine
from database_designer.discover.flags import read_flags
from database_designer.discover.headings import read_headings
from database_designer.discover.mentions import read_mentions
from database_designer.discover.policies import read_policies
from database_designer.discover.properties import read_properties
from database_designer.discover.prose import Line, read_lines
from database_designer.discover.questions import Material, ask
from database_designer.discover.relations import read_relations
from database_designer.discover.roles import with_roles
from database_designer.discover.rows import read_rows
from database_designer.discover.rules import with_rules
from database_designer.discover.searches import read_searches
from database_designer.discover.unread import set_aside, unread_diagnostics
from database_designer.discover.users import read_users
from database_designer.discover.values import read_values, with_told_owners
from database_designer.discover.vocabulary import read_usages
from database_designer.model.conceptual import ConceptualModel
from database_designer.model.requirements import Requirements


def discover(requirements: Requirements) -> tuple[ConceptualModel, tuple[Diagnostic, ...]]:
    """The conceptual model behind the requirements, and what there is to say about it. Raises nothing for any input.

    Raises LanguageModelMissingError where prose is to be read and no English model is installed.
    """
    readable, unread = set_aside(requirements)
    lines = read_lines(readable)
    findings = read(readable, lines)
    structured = sum(bool(s.fields) for s in requirements.shapes) > 2
    concepts = decide(
        findings,
        structured=structured,
        numbered=bool(requirements.requirement_ids),
        statements=len(requirements.statements),
    )
    model = without_copies(with_roles(assemble(findings, concepts, readable), lines))
    model = with_queries(with_rules(model, lines, concepts), findings.queries, lines, concepts)
    material = Material(model=model, requirements=readable, findings=findings, concepts=concepts)
    told = told_by(model, led_to(findings, concepts, model))
    model = replace(model, questions=ask(material, told))
    model = with_account(model, requirements, unread, told)
    return model, sort_diagnostics((*unread_diagnostics(requirements, unread), *_diagnose(model)))


def read(requirements: Requirements, lines: tuple[Line, ...]) -> Findings:
    """All findings of all readings, structured sources first."""
    found = combine(
        (
            # What an API or a table says.
            read_shapes(requirements),
            read_operations(requirements),
            read_entity_tables(requirements),
            # What headings and sentences say.
            read_headings(requirements),
            read_usages(lines),
            read_users(requirements, lines),
            read_properties(lines),
            read_flags(lines),
            read_relations(lines),
            read_mentions(lines),
            read_rows(requirements, lines),
            read_values(requirements, lines),
            read_constraints(lines),
            read_policies(requirements, lines),
            read_searches(lines),
            read_details(requirements, lines),
        )
    )
    return with_told_owners(found)


def _diagnose(model: ConceptualModel) -> tuple[Diagnostic, ...]:
    found: list[Diagnostic] = []
    if not model.entities:
        found.append(
            Diagnostic(
                code="no-entity",
                severity=Severity.ERROR,
                fact="the documents name no thing that data is kept about",
                fix="say what is stored (“Each member has a name and an e-mail address.”) or give an API description",
            )
        )
    for entity in model.entities:
        if not entity.attributes and not entity.references and entity.lifecycle is None:
            span = entity.origin.evidence[0].span if entity.origin.evidence else None
            found.append(
                Diagnostic(
                    code="entity-without-attributes",
                    severity=Severity.INFO,
                    fact=f"no property of {entity.name} is stated",
                    fix=f"say what is kept about it, or delete {entity.name} in model.yaml",
                    span=span,
                    element=entity.name,
                )
            )
    return tuple(found)


__all__ = ["discover", "read"]
