"""Names that are too long keep their beginning and stay apart from each other."""

from hypothesis import given
from hypothesis import strategies as st

from database_designer.postgres.limits import NAME_BYTES, byte_length, fit_identifier


def test_a_name_that_fits_stays() -> None:
    assert fit_identifier("a" * 63) == "a" * 63


def test_a_long_name_keeps_its_beginning() -> None:
    fitted = fit_identifier("loans_returned_copies_of_" + "very_" * 20 + "long_names_idx")
    assert fitted.startswith("loans_returned_copies_of_very_very_")
    assert byte_length(fitted) <= NAME_BYTES


def test_names_that_differ_in_the_end_only_stay_apart() -> None:
    assert fit_identifier("x" * 70 + "a") != fit_identifier("x" * 70 + "b")


@given(st.text(), st.integers(10, 63))
def test_every_name_fits_and_fitting_again_changes_nothing(name: str, limit: int) -> None:
    fitted = fit_identifier(name, limit)
    assert byte_length(fitted) <= limit
    assert fit_identifier(fitted, limit) == fitted
