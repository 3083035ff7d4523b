"""The page docs/ews-requirements.md: ``python -m tests.protocols.ews.requirements.page`` writes it."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.protocols.ews.requirements import holding
from tests.protocols.ews.requirements.captured import Requirement, captured
from tests.protocols.ews.requirements.facts import facts
from tests.protocols.ews.requirements.reasons import NOT_THIS_SERVICE, OPEN

PAGE = Path(__file__).resolve().parents[4] / "docs" / "ews-requirements.md"


@dataclass(frozen=True)
class Standing:
    """How the requirements that one suite captures stand."""

    captured: set[Requirement]
    by_test: set[Requirement]
    by_schema: set[Requirement]
    not_ours: set[Requirement]

    @property
    def open(self) -> set[Requirement]:
        """Those that neither hold nor are another service's."""
        return self.captured - self.by_test - self.by_schema - self.not_ours


def held_by_tests() -> set[Requirement]:
    """Return what the tests of this folder hold, by importing all of them."""
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        importlib.import_module(f"tests.protocols.ews.requirements.{file.stem}")
    return holding.HELD


def standings() -> dict[str, Standing]:
    """Return how each suite's requirements stand."""
    tested = held_by_tests()
    shown = set().union(*facts().values())
    not_ours = set().union(*NOT_THIS_SERVICE.values())
    return {
        suite: Standing(numbers, numbers & tested, (numbers & shown) - tested, numbers & not_ours)
        for suite, numbers in captured().items()
    }


def requirements_page() -> str:
    """Return the page."""
    return "\n".join(
        [
            "# EWS requirements",
            "",
            "Made by `tests/protocols/ews/requirements/page.py`; a test compares it with the tests of that folder.",
            "",
            "Microsoft publishes test suites for the protocols of EWS (OfficeDev/Interop-TestSuites). Their cases",
            "capture numbered requirements. The table says how many of those this fake meets.",
            "",
            "- **by test**: a test of that folder names the number with `@holds` and shows it over a socket.",
            "- **by schema**: the requirement says no more than the schema does (a type, an element of one). It is",
            "  shown by an answer that has that part and that Microsoft's schema accepts: `facts.txt` lists the parts,",
            "  `test_facts.py` sees each of them.",
            "- **another's**: not Exchange Online's; the reasons are below.",
            "- **open**: neither. The reasons that are known are below; the rest nobody has asked yet.",
            "",
            "A requirement that several suites capture counts in each of them.",
            "",
            "| suite | captured | by test | by schema | another's | open |",
            "| --- | --: | --: | --: | --: | --: |",
            *_rows(),
            "",
            "## Not this service's",
            *_reasons(NOT_THIS_SERVICE),
            "",
            "## Open",
            *_reasons(OPEN),
            *_unasked(),
            "",
        ]
    )


def _rows() -> Iterator[str]:
    total = [0] * 5
    for suite, standing in standings().items():
        parts = (standing.captured, standing.by_test, standing.by_schema, standing.not_ours, standing.open)
        counts = [len(part) for part in parts]
        total = [before + count for before, count in zip(total, counts, strict=True)]
        yield f"| {suite} | {' | '.join(map(str, counts))} |"
    yield f"| all | {' | '.join(map(str, total))} |"


def _reasons(reasons: dict[str, set[Requirement]]) -> Iterator[str]:
    for reason, numbers in reasons.items():
        yield from ("", f"{reason[0].upper()}{reason[1:]}:", "", *_listed(numbers))


def _unasked() -> Iterator[str]:
    for suite, standing in standings().items():
        if unasked := standing.open.difference(*OPEN.values()):
            yield from ("", f"Not asked yet, of {suite}:", "", *_listed(unasked))


def _listed(numbers: set[Requirement]) -> list[str]:
    """Return requirements as lines of a list, a protocol each."""
    lines = []
    for protocol in sorted({protocol for protocol, _ in numbers}):
        lines.append(f"- {protocol}")
        for number in sorted(number for each, number in numbers if each == protocol):
            if len(lines[-1]) > 105:
                lines.append(" ")
            lines[-1] += f" R{number}"
    return lines


if __name__ == "__main__":
    PAGE.write_text(requirements_page(), encoding="utf-8")
