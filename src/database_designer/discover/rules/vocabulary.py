"""What the nouns and verbs of a sentence mean in the model that was found: entity types, members, paths, states, events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from database_designer.discover.concepts import Concepts
from database_designer.discover.members import MOMENTS, Members, members_of
from database_designer.discover.names import Noun, camel, words
from database_designer.discover.prose import Line
from database_designer.discover.rules.stems import opposite, stem
from database_designer.discover.rules.ways import Ways
from database_designer.discover.values.state_words import key
from database_designer.model.conceptual import ConceptualModel, EntityType, Event, EventKind, Kind
from database_designer.model.expression import Comparator, Comparison, Expression, Literal, LiteralKind, Path
from database_designer.model.navigation import Hop, Navigation, navigate

_CREATING = frozenset(
    stem(w) for w in "create add register record make submit place book open upsert enter issue log capture".split()
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The model with the ways through it.

    `things` are the entity types by their nouns, `members` those of each entity type and its supertypes, `called` the
    stems in the names of entity types, `holding` the names of members with the entity types that have them, `ending`
    the same by the last words of the names, `declaring` those that have an attribute or a reference of a name themselves,
    `deeds` the stems of verbs with the entity types they are used of.
    """

    model: ConceptualModel
    concepts: Concepts
    navigation: Navigation
    ways: Ways
    things: Mapping[Noun, EntityType]
    members: Mapping[str, tuple[Members, ...]]
    called: Mapping[str, tuple[EntityType, ...]]
    holding: Mapping[str, tuple[EntityType, ...]]
    ending: Mapping[str, tuple[EntityType, ...]]
    declaring: Mapping[str, tuple[EntityType, ...]]
    deeds: Mapping[str, tuple[str, ...]]

    def entity(self, noun: Noun) -> EntityType | None:
        """The entity type that a noun means, also in a role ("departure airport"); None for none."""
        target = self.concepts.named(noun) if noun else None
        return self.things.get(target) if target is not None else None

    def exact(self, noun: Noun) -> EntityType | None:
        """The entity type that the noun names as it stands; None for none."""
        target = self.concepts.exact(noun) if noun else None
        return self.things.get(target) if target is not None else None

    def topic(self, line: Line) -> EntityType | None:
        """The entity type that the line is about by its headings; None for none."""
        return next((e for n in line.topics if (e := self.exact(n)) is not None), None)

    def member(self, entity: str, noun: Noun) -> str | None:
        """The attribute, reference or state of the entity type that the noun means; None for none."""
        for members in self.members.get(entity, ()):
            if (found := members.meant(noun)) is not None:
                return found
        return None

    def route(self, source: str, target: str) -> tuple[str, ...] | None:
        """The references that lead from a row of `source` to one of `target`: the shortest way, () for the row itself.

        None where there is none, or several of the same length of which none is named for the target.
        """
        if self.navigation.are_kin(source, target):
            return ()
        return self.ways.to(source).get(target)

    def _points(self, entity: str, name: str) -> bool:
        return any(e.reference(name) is not None for e in self.navigation.lineage(entity))

    def back(self, source: str, target: str) -> tuple[str, ...] | None:
        """The way from a row of `source` to the rows of `target` that point to it; None for none or several."""
        found = [
            (name,)
            for name in self.navigation.known(source)
            if isinstance(hop := self.navigation.target(source, name), Hop)
            and hop.entity == target
            and not self._points(source, name)
        ]
        return found[0] if len(found) == 1 else None

    def path(self, entity: str, noun: Noun, of: Noun = ()) -> Path | None:
        """The path from a row of the entity type to what the noun means ("session capacity"; "capacity" `of` "session").

        An own member wins over one of another entity type that the row points to; None where nothing is meant, or
        members of several are.
        """
        if of:
            owner = self.entity(of)
            steps = self.route(entity, owner.name) if owner is not None else None
            name = self.member(owner.name, noun) if owner is not None else None
            return Path(steps=(*steps, name)) if steps is not None and name is not None else None
        own = self.member(entity, noun)
        if own is not None:
            return Path(steps=(own,))
        for cut in range(1, len(noun)):
            found = self.path(entity, noun[cut:], of=noun[:cut])
            if found is not None:
                return found
        return self._elsewhere(entity, noun)

    def _elsewhere(self, entity: str, noun: Noun) -> Path | None:
        found: list[Path] = []
        ways = self.ways.to(entity)
        # What a noun means ends in one of its words, or is a moment.
        for other in dict.fromkeys(e.name for w in (*noun, *MOMENTS) for e in self.ending.get(w, ())):
            steps = ways.get(other)
            name = self.member(other, noun) if steps and other != entity else None
            if steps and name is not None:
                found.append(Path(steps=(*steps, name)))
        return found[0] if len(found) == 1 else None

    def state(self, entity: str, word: str, steps: tuple[str, ...] = ()) -> Expression | None:
        """As in "active", `CANCELLED`, "deactivated": what holds of a row of the entity type reached by `steps`."""
        lifecycle = self.navigation.lifecycle(entity)
        if lifecycle is not None:
            found = spelled(word, lifecycle.states)
            if found is not None:
                return _equals((*steps, lifecycle.state), LiteralKind.VALUE, found)
        for holder in self.navigation.lineage(entity):
            for attribute in holder.attributes:
                path = (*steps, attribute.name)
                if attribute.type.kind == Kind.BOOLEAN and attribute.many is None:
                    flag = attribute.name.removeprefix("is_").removesuffix("_flag")
                    if stem(word) == stem(flag) or key(word) == key(flag):
                        return _equals(path, LiteralKind.BOOLEAN, "true")
                    if opposite(word) == stem(flag):
                        return _equals(path, LiteralKind.BOOLEAN, "false")
                found = spelled(word, self.navigation.values(attribute.type) or ())
                if found is not None and attribute.many is None:
                    return _equals(path, LiteralKind.VALUE, found)
        return None

    def event(self, entity: str, verb: str) -> Event | None:
        """What a verb does to a row of the entity type: creating it, deleting it, bringing it into a state."""
        lifecycle = self.navigation.lifecycle(entity)
        if lifecycle is not None:
            state = spelled(verb, lifecycle.states)
            if state is not None and state != lifecycle.start[0]:
                return Event(kind=EventKind.ENTER, name=state)
        if stem(verb) == "delet" or stem(verb) == "remov":
            return Event(kind=EventKind.DELETE)
        starts = lifecycle is not None and spelled(verb, lifecycle.start[:1]) is not None
        if starts or stem(verb) in _CREATING or key(entity).startswith(stem(verb)):
            return Event(kind=EventKind.CREATE)
        return None


def vocabulary(model: ConceptualModel, concepts: Concepts, deeds: Mapping[str, tuple[str, ...]]) -> Vocabulary:
    """The vocabulary of a model, with the verbs that the documents use (`told_verbs`)."""
    navigation = navigate(model)
    own = {e.name: members_of(e) for e in model.entities}
    members = {e.name: tuple(own[above.name] for above in navigation.lineage(e.name)) for e in model.entities}
    return Vocabulary(
        model=model,
        concepts=concepts,
        navigation=navigation,
        ways=Ways(navigation),
        things={n: e for n in concepts.meaning.values() if (e := navigation.entities.get(camel(n))) is not None},
        members=members,
        called=_grouped((e, stem(w)) for e in model.entities for w in words(e.name)),
        holding=_grouped((e, n) for e in model.entities for held in members[e.name] for n in held.names),
        ending=_grouped((e, w) for e in model.entities for held in members[e.name] for w in held.ending),
        declaring=_grouped((e, n) for e in model.entities for n in _declared(e)),
        deeds=deeds,
    )


def _declared(entity: EntityType) -> list[str]:
    return [*(a.name for a in entity.attributes), *(r.name for r in entity.references)]


def _grouped(told: Iterable[tuple[EntityType, str]]) -> dict[str, tuple[EntityType, ...]]:
    """The entity types by what is told of them, each once, in the order of the model."""
    found: dict[str, dict[str, EntityType]] = defaultdict(dict)
    for entity, word in told:
        found[word][entity.name] = entity
    return {word: tuple(entities.values()) for word, entities in found.items()}


def spelled(word: str, values: tuple[str, ...]) -> str | None:
    """The value that a word means, whatever its spelling and form ("cancelled" and "cancel" for `CANCELED`)."""
    exact = [v for v in values if key(v) == key(word)]
    if exact:
        return exact[0]
    found = [v for v in values if " " not in v and "_" not in v and len(stem(word)) > 2 and stem(v) == stem(word)]
    return found[0] if len(found) == 1 else None


def _equals(steps: tuple[str, ...], kind: LiteralKind, value: str) -> Comparison:
    return Comparison(operator=Comparator.EQ, left=Path(steps=steps), right=Literal(kind=kind, value=value))
