"""Fixtures of the contract suite, and the order of its tests: EWS first, whose time runs out."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import asdict

import pytest

from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.asking.pool import Pool
from pytest_m365.contract.performing import not_asked
from pytest_m365.contract.promise import Promise
from pytest_m365.contract.recording import FOUND, OUTCOME, private_of
from pytest_m365.contract.terms import PROTOCOLS
from pytest_m365.options import kind_of
from pytest_m365.stash import LIVE
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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the report of a test have its outcome, which xdist sends on; also where its target skips it."""
    report = yield
    promise = _promise(item)
    if report.when == "setup" and report.skipped and promise is not None:
        reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""
        outcome = not_asked(promise, reason.removeprefix("Skipped: "))
        item.stash[FOUND] = {"target": kind_of(item), "outcome": asdict(outcome)}
    if report.when in ("setup", "call") and FOUND in item.stash:
        setattr(report, OUTCOME, item.stash[FOUND])
    return report


@pytest.fixture(scope="session")
def contract_pool(pytestconfig: pytest.Config) -> Iterator[Pool]:
    """Connections that promises share, where they have the tenant in common, as long as it is this process's turn."""
    pool = Pool()
    run = pytestconfig.stash.get(LIVE, None)
    if run is not None:
        run.mailboxes.own_turn.at_end(pool.close)
    yield pool
    pool.close()


@pytest.fixture
def asker(m365: Target, contract_pool: Pool, pytestconfig: pytest.Config) -> Iterator[Asker]:
    """What asks the promises of one test."""
    # The fake's tenants are new for each test.
    pool = contract_pool if m365.kind == "live" else Pool()
    asker = Asker(m365, pool, private_of(pytestconfig))
    yield asker
    asker.close()
