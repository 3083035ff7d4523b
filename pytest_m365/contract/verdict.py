"""What the outcome of a promise is for pytest: held, failed with both literals, or skipped with the reason."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.performing import perform
from pytest_m365.contract.promise import Promise
from pytest_m365.contract.recording import FOUND


def ask(promise: Promise, asker: Asker, node: pytest.Item) -> None:
    """Ask a promise in its test.

    Of what is unknown nothing is claimed: where the service differs there, the test is expected to fail.
    """
    outcome = perform(promise, asker)
    node.stash[FOUND] = {"target": asker.target.kind, "outcome": asdict(outcome)}
    if outcome.verdict == "not asked":
        pytest.skip(outcome.reason)
    if outcome.verdict == "differs":
        expected = "\nor\n".join(outcome.expected)
        head = f"{promise.says} ({promise.mark}, {promise.source})\nasked: {promise.ask.text}"
        text = f"{head}\nexpected:\n{expected}\nsaid:\n{outcome.said}"
        if asker.is_live and not promise.claims:
            pytest.xfail(text)
        pytest.fail(text, pytrace=False)
