"""What is tried of each form of rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from database_designer.design.columns import lay_out
from database_designer.design.defaults import with_defaults
from database_designer.design.history import with_log_columns, with_own_log
from database_designer.design.housekeeping import with_housekeeping
from database_designer.design.layout import Layout
from database_designer.design.policies import policies_of
from database_designer.model.design import Design
from database_designer.model.physical import Enforcement, Form
from database_designer.model.proof import ProbeKind
from database_designer.verify.proving.forms import (
    always,
    bounds,
    derived,
    effects,
    frozen,
    guards,
    kinds,
    lifecycle,
    many,
    numbers,
    overlap,
    policies,
    reference,
    retention,
    tree,
    unchanging,
    unique,
    values,
    visible,
)
from database_designer.verify.proving.forms.case import Case
from database_designer.verify.proving.forms.lifted import lifted
from database_designer.verify.proving.forms.memory import Memory
from database_designer.verify.proving.scenario import Scenario
from database_designer.verify.proving.values import Unmade

FORMS: Mapping[Form, Callable[[Case], tuple[Scenario, ...]]] = {
    Form.REQUIRED: values.required,
    Form.NOT_BLANK: values.not_blank,
    Form.VALUES: values.values,
    Form.CHECK: values.check,
    Form.ALWAYS: always.always,
    Form.UNIQUE: unique.unique,
    Form.BOUND: bounds.bound,
    Form.EACH_HAS: bounds.each_has,
    Form.MANY: many.many,
    Form.NO_OVERLAP: overlap.no_overlap,
    Form.GUARD: guards.guard,
    Form.EFFECT: effects.effect,
    Form.EQUALS: derived.equals,
    Form.COMPUTED: derived.computed,
    Form.SNAPSHOT: derived.snapshot,
    Form.DEFAULT: derived.default,
    Form.NUMBERED: numbers.numbered,
    Form.GENERATED: numbers.generated,
    Form.IMMUTABLE: unchanging.immutable,
    Form.SET_ONCE: unchanging.set_once,
    Form.START: lifecycle.start,
    Form.MOVES: lifecycle.moves,
    Form.REQUIRES: lifecycle.requires,
    Form.STAMPS: lifecycle.stamps,
    Form.FROZEN: frozen.frozen,
    Form.EXPIRES: lifecycle.expires,
    Form.RETENTION: retention.retention,
    Form.TREE: tree.tree,
    Form.KINDS: kinds.kinds,
    Form.REFERENCE: reference.reference,
    Form.APPEND_ONLY: unchanging.append_only,
    Form.AUDITED: policies.audited,
    Form.OPTIMISTIC: policies.optimistic,
    Form.SOFT_DELETE: policies.soft_delete,
    Form.NEVER_DELETED: unchanging.never_deleted,
    Form.VISIBLE: visible.visible,
}


def scenarios(enforcement: Enforcement, design: Design) -> tuple[Scenario, ...]:
    """What is tried of one rule that the design keeps; nothing of one that it does not keep."""
    return _of(enforcement, design, _laid_out(design), Memory())


def all_scenarios(design: Design) -> tuple[Scenario, ...]:
    """What is tried of all rules, in their order."""
    layout, memory = _laid_out(design), Memory()
    return tuple(s for e in design.physical.enforcements for s in _of(e, design, layout, memory))


def _of(enforcement: Enforcement, design: Design, layout: Layout, memory: Memory) -> tuple[Scenario, ...]:
    if enforcement.form is None or not enforcement.objects:
        return ()
    case = Case(
        enforcement=enforcement,
        design=design,
        layout=layout,
        free=lifted(design, enforcement),
        memory=Memory(memory, design),
    )
    try:
        return FORMS[enforcement.form](case)
    except Unmade as error:
        what = "what keeps the rule"
        return (Scenario(enforcement=enforcement, kind=ProbeKind.ACCEPTED, what=what, obstacle=str(error)),)


def _laid_out(design: Design) -> Layout:
    """Where the names of the concept are stored."""
    logical, known = with_own_log(design.logical, policies_of(design.concept))
    logical = with_housekeeping(logical, known)
    layout, _ = with_defaults(lay_out(logical, design.configuration, known))
    return with_log_columns(layout, known)
