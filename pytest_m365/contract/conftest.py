"""Fixtures of the contract suite, and the order of its tests: EWS first, whose time runs out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.asking.pool import Pool
from pytest_m365.contract.promise import Promise
from pytest_m365.contract.recording import private_of
from pytest_m365.contract.terms import PROTOCOLS
from pytest_m365.target import Target


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Ask by protocols, EWS first; other tests of the run keep their places."""
    places = [place for place, item in enumerate(items) if _promise(item) is not None]
    ours = sorted((items[place] for place in places), key=_rank)
    for place, item in zip(places, ours, strict=True):
        items[place] = item


def _promise(item: pytest.Item) -> Promise | None:
    callspec = getattr(item, "callspec", None)
    found = callspec.params.get("promise") if callspec is not None else None
    return found if isinstance(found, Promise) else None


def _rank(item: pytest.Item) -> int:
    promise = _promise(item)
    assert promise is not None
    return PROTOCOLS.index(promise.protocol)


@pytest.fixture(scope="session")
def contract_pool() -> Iterator[Pool]:
    """Connections that promises share, where they have the tenant in common."""
    pool = Pool()
    yield pool
    pool.close()


@pytest.fixture
def asker(m365: Target, contract_pool: Pool, pytestconfig: pytest.Config) -> Iterator[Asker]:
    """What asks the promises of one test."""
    asker = Asker(m365, contract_pool, private_of(pytestconfig))
    yield asker
    asker.close()
