"""Which nouns are entity types: the signs of all readings weighed, names of one thing brought together.

Before: findings about ("inventory", "item"), ("item",), ("member", "profile"), ("screen",). After: two entity types,
InventoryItem (also called item) and Member, and a resolver from any noun to them.
"""

from __future__ import annotations

from database_designer.discover.concepts.deciding import decide
from database_designer.discover.concepts.persons import is_person
from database_designer.discover.concepts.resolving import Concept, Concepts

__all__ = ["Concept", "Concepts", "decide", "is_person"]
