"""The size of a connection pool out of what is stated of the load."""

from __future__ import annotations

from dataclasses import replace

import pytest

from database_designer.design.pooling import Pool, pool_of
from database_designer.model.conceptual import Operations, Volume
from tests.concepts import entity, model, origin, query


def pool(*entities: object, jobs: int = 0, **stated: object) -> Pool:
    return pool_of(replace(model(*entities), operations=Operations(**stated)), jobs)  # type: ignore[arg-type]


def test_the_server_works_on_two_connections_a_core_and_one_a_disk() -> None:
    assert pool(cores=8).size == 17
    assert pool().size == 9
    assert not pool().is_stated


def test_requests_and_their_time_give_the_connections_at_work() -> None:
    found = pool(cores=8, requests="300/s", response="within 50 ms")
    assert found.needed == pytest.approx(15)
    assert found.is_enough
    assert found.budget == pytest.approx(17 / 300)


def test_a_peak_that_is_too_much_names_the_cores_that_it_takes() -> None:
    found = pool(cores=4, requests="600 per second", response="100 ms")
    assert (found.is_enough, found.cores_wanted) == (False, 30)


def test_rates_of_single_things_add_up_and_one_of_the_whole_system_wins() -> None:
    beacon = entity("Beacon", queries=(query("lit", rate="40/s"),), volume=Volume(peak="3600/hour", origin=origin()))
    assert pool(beacon).by_rates == pytest.approx(41)
    assert pool(beacon, requests="10/s").by_rates == pytest.approx(10)


def test_users_ask_once_in_a_while() -> None:
    assert pool(users=500).requests == pytest.approx(50)
    assert pool(users=500, requests="200/s").requests == pytest.approx(200)


def test_stated_connections_bound_the_pool_and_leave_room_for_others() -> None:
    found = pool(cores=32, connections=20, jobs=4)
    assert (found.size, found.allowed, found.others) == (13, 20, 7)
    assert pool(jobs=4).allowed == 9 + 7


def test_nothing_is_made_of_figures_that_cannot_be() -> None:
    assert pool(cores=0, connections=1, requests="0/s", response="0 ms").size == 1
