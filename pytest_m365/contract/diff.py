"""What two reports say differently: of the service at two times, of two tenants, or of the fake and the service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pytest_m365.contract.report import Outcome, Report


@dataclass(frozen=True)
class Change:
    """A promise to which two reports have different answers."""

    id: str
    says: str
    #: in a few words
    what: str
    before: str
    after: str


def changes(before: Report, after: Report) -> Iterator[Change]:
    """Yield what has changed, by the ids of the promises.

    What was not asked in one of the two says nothing; what was asked and is in one report alone is told of.
    """
    old, new = before.by_id(), after.by_id()
    for name in sorted(old.keys() | new.keys()):
        one, other = old.get(name), new.get(name)
        if one is None or other is None:
            there = one or other
            assert there is not None, "it is in one of them"
            if there.verdict != "not asked":
                yield Change(name, there.says, "in one report alone", _answer(one), _answer(other))
        elif "not asked" not in (one.verdict, other.verdict):
            if one.said != other.said:
                yield Change(name, other.says, "another answer", one.said, other.said)
            elif one.verdict != other.verdict:
                what = f"the same answer, which {_verdict(one)} then and {_verdict(other)} now: another is promised"
                yield Change(name, other.says, what, " or ".join(one.expected), " or ".join(other.expected))


def asked_once(before: Report, after: Report) -> list[str]:
    """Return the ids of promises that one of the reports has asked and the other could not."""
    old, new = before.by_id(), after.by_id()
    return [
        name
        for name in sorted(old.keys() & new.keys())
        if (old[name].verdict == "not asked") != (new[name].verdict == "not asked")
    ]


def _answer(outcome: Outcome | None) -> str:
    return outcome.said if outcome is not None else ""


def _verdict(outcome: Outcome) -> str:
    return {"holds": "held", "differs": "differed"}[outcome.verdict]
