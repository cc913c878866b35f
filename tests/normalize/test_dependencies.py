"""Closure, keys and normal forms against brute force over all sets of attributes."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from database_designer.normalize.dependencies import Fd, all_keys, closure, normal_form

COUNT = 5
EVERYTHING = (1 << COUNT) - 1
sets = st.integers(1, EVERYTHING)
dependencies = st.lists(st.builds(Fd, left=sets, right=sets), max_size=5)


def brute_closure(attributes: int, given_fds: list[Fd]) -> int:
    """What follows by Armstrong's axioms: everything that no relation of two rows contradicts.

    Two rows that agree in exactly the set s satisfy the dependencies when s is closed under them.
    """
    closed = [s for s in range(EVERYTHING + 1) if all(d.left & ~s or not d.right & ~s for d in given_fds)]
    result = EVERYTHING
    for s in closed:
        if attributes & ~s == 0:
            result &= s
    return result


def brute_keys(given_fds: list[Fd]) -> set[int]:
    supers = [s for s in range(EVERYTHING + 1) if brute_closure(s, given_fds) == EVERYTHING]
    return {s for s in supers if not any(t != s and t & s == t for t in supers)}


@given(attributes=sets, given_fds=dependencies)
def test_the_closure_is_what_two_rows_that_agree_must_agree_in(attributes: int, given_fds: list[Fd]) -> None:
    assert closure(attributes, given_fds) == brute_closure(attributes, given_fds)


@given(given_fds=dependencies)
def test_all_keys_are_the_minimal_sets_that_determine_everything(given_fds: list[Fd]) -> None:
    assert set(all_keys(EVERYTHING, given_fds)) == brute_keys(given_fds)


@given(given_fds=dependencies)
def test_the_normal_form_is_the_one_of_the_definitions(given_fds: list[Fd]) -> None:
    keys = brute_keys(given_fds)
    prime = 0
    for key in keys:
        prime |= key
    forms = [4]
    for size in range(1, COUNT + 1):
        for chosen in combinations(range(COUNT), size):
            left = sum(1 << i for i in chosen)
            beyond = brute_closure(left, given_fds) & ~left
            if not beyond or brute_closure(left, given_fds) == EVERYTHING:
                continue
            if not beyond & ~prime:
                forms.append(3)
            elif any(left & key == left and left != key for key in keys):
                forms.append(1)
            else:
                forms.append(2)
    assert normal_form(EVERYTHING, given_fds)[0] == ("1NF", "2NF", "3NF", "BCNF")[min(forms) - 1]


def test_a_part_of_the_key_that_determines_something_leaves_the_first_normal_form() -> None:
    # (order 1, item 2) is the key; the item determines its name 4.
    assert normal_form(0b111, [Fd(left=0b011, right=0b100), Fd(left=0b010, right=0b100)])[0] == "1NF"


def test_something_else_that_determines_something_leaves_the_second() -> None:
    assert normal_form(0b111, [Fd(left=0b001, right=0b110), Fd(left=0b010, right=0b100)])[0] == "2NF"


def test_a_determinant_of_a_key_member_leaves_the_third() -> None:
    assert normal_form(0b111, [Fd(left=0b011, right=0b100), Fd(left=0b100, right=0b010)])[0] == "3NF"
