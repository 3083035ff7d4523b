"""The fuzzers, for a moment; ``python -m tests.fuzz`` runs them for longer."""

from random import Random

import pytest

from tests.fuzz import rules
from tests.fuzz.grammar import changed, drawn
from tests.fuzz.runner import run
from tests.fuzz.target import Target
from tests.fuzz.targets import TARGETS

#: Seconds for each protocol; 20 for all together.
SECONDS = 20 / len(TARGETS)
INPUTS = 1_500


@pytest.mark.parametrize("protocol", TARGETS)
def test_whatever_comes_nothing_is_raised_and_nothing_takes_long(protocol: str) -> None:
    outcome = run(protocol, "ci", SECONDS, INPUTS)
    assert outcome.inputs
    assert not outcome.failures, "\n\n".join(map(str, outcome.failures[:3]))


def test_a_seed_gives_the_same_inputs() -> None:
    def some(seed: str) -> list[bytes]:
        random = Random(seed)
        return [changed(drawn(rules.IMAP, "command", random), random) for _ in range(50)]

    assert some("a") == some("a") != some("b")


def test_what_fails_is_told_with_its_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Target):
        def input(self) -> bytes:
            return b"boom"

        def take(self, octets: bytes) -> None:
            raise LookupError("a bug")

    monkeypatch.setattr("tests.fuzz.runner.TARGETS", {"broken": Broken})
    outcome = run("broken", "seed", 10)
    assert outcome.failures
    told = str(outcome.failures[0])
    assert "seed seed-0" in told
    assert "b'boom'" in told
    assert "LookupError: a bug" in told
