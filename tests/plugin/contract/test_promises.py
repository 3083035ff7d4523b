"""The contract suite passes on the fake: each promise holds there, which is where it is from."""

from collections.abc import Iterator

import pytest

from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.asking.pool import Pool
from pytest_m365.contract.leaks import Private
from pytest_m365.contract.performing import perform
from pytest_m365.contract.promise import Promise
from pytest_m365.contract.promises.everything import PROMISES
from pytest_m365.contract.recording import leaks_in
from pytest_m365.contract.report import Report
from pytest_m365.target import Target


@pytest.fixture
def private() -> Private:
    return Private()


@pytest.fixture
def asker(m365: Target, private: Private) -> Iterator[Asker]:
    asker = Asker(m365, Pool(), private)
    yield asker
    asker.close()


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.id)
def test_it_holds_on_the_fake_and_tells_nothing_of_the_tenant(promise: Promise, asker: Asker, private: Private) -> None:
    outcome = perform(promise, asker)
    assert (outcome.verdict, outcome.reason) == ("holds", ""), outcome.said
    assert outcome.left_out == outcome.said.count("<word>") + outcome.said.count("<sign>")
    assert leaks_in(Report("0", "fake", "2026-12-01", (outcome,)), private) == []
