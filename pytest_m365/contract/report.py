"""A report: what became of each promise on one target, as values, as JSON and as Markdown.

Every field is named here and has a type. What stands in a promise is the package's own; what came from outside is a
literal, a reason or a count, and has been normalised.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

Verdict: TypeAlias = Literal["holds", "differs", "not asked"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
#: changes when older readers would misread a report
LAYOUT = 1


class NoReport(ValueError):
    """A file is no contract report; says what is wrong with it."""


@dataclass(frozen=True)
class Outcome:
    """What became of one promise."""

    id: str
    protocol: str
    says: str
    mark: str
    source: str
    known: str
    asked: str
    #: literals, any of which keeps the promise
    expected: tuple[str, ...]
    verdict: Verdict
    #: the literal that came; empty where it was not asked
    said: str = ""
    #: why it was not asked; empty where it was
    reason: str = ""
    #: words and signs of the answer that stand in no literal
    left_out: int = 0


@dataclass(frozen=True)
class Report:
    """What became of the promises of a run on one target."""

    #: version of the package
    package: str
    #: "fake" or "live"
    target: str
    #: day on which it was asked, UTC: 2026-12-01
    day: str
    outcomes: tuple[Outcome, ...]
    layout: int = LAYOUT

    def count(self, verdict: Verdict) -> int:
        """Return how many promises came to a verdict."""
        return sum(outcome.verdict == verdict for outcome in self.outcomes)

    def by_id(self) -> dict[str, Outcome]:
        """Return the outcomes by the ids of their promises."""
        return {outcome.id: outcome for outcome in self.outcomes}

    def to_json(self) -> str:
        """Return the report as JSON, with a line end behind it."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    def to_markdown(self) -> str:
        """Return the report as Markdown: what differs first."""
        head = (
            f"# Contract of pytest-m365 {self.package}, asked on the {self.target} target on {self.day}\n\n"
            f"{self.count('holds')} promises hold, {self.count('differs')} differ, {self.count('not asked')} were not "
            "asked. Marks: D documented, T seen in a log, T* second-hand, I inferred, U unknown (the fake's choice).\n"
        )
        parts = [head]
        if differ := [outcome for outcome in self.outcomes if outcome.verdict == "differs"]:
            parts += ["## Differ\n", *map(_difference, differ)]
        parts += ["## Hold\n", _table("holds", [each for each in self.outcomes if each.verdict == "holds"])]
        parts += [
            "## Not asked\n",
            _table("not asked", [each for each in self.outcomes if each.verdict == "not asked"]),
        ]
        return "\n".join(parts)


def _difference(outcome: Outcome) -> str:
    left_out = f"\n{outcome.left_out} words of the answer were left out.\n" if outcome.left_out else ""
    expected = "\n\nor\n\n".join(_block(literal) for literal in outcome.expected)
    return (
        f"### {outcome.id} ({outcome.mark}, {outcome.source})\n\n{outcome.says}\n\nAsked: {_code(outcome.asked)}\n\n"
        f"Expected:\n\n{expected}\n\nSaid:\n\n{_block(outcome.said)}\n{left_out}"
    )


def _block(literal: str) -> str:
    fence = "````" if "```" in literal else "```"
    return f"{fence}\n{literal}\n{fence}"


def _code(text: str) -> str:
    return f"`{' '.join(text.split())}`" if "`" not in text else " ".join(text.split())


def _table(verdict: Verdict, outcomes: Sequence[Outcome]) -> str:
    if not outcomes:
        return "None.\n"
    is_asked = verdict != "not asked"
    rows = [f"| promise | mark | it says | {'answer' if is_asked else 'why'} |", "| --- | --- | --- | --- |"]
    for outcome in outcomes:
        last = _code_cell(outcome.said) if is_asked else _cell(outcome.reason)
        rows.append(f"| {outcome.id} | {outcome.mark} | {_cell(outcome.says)} | {last} |")
    return "\n".join([*rows, ""])


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "\\<").replace("\n", "<br>")


def _code_cell(text: str) -> str:
    return "<br>".join(f"`{line}`" for line in text.replace("`", "'").replace("|", "\\|").split("\n") if line)


def read_report(path: Path) -> Report:
    """Return the report of a JSON file.

    Raises:
        NoReport: it is none, or of a form that this version does not know.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise NoReport(f"{path} cannot be read as JSON: {error}") from error
    return report_from(found, str(path))


def report_from(found: object, where: str) -> Report:
    """Return a report out of JSON's values.

    Raises:
        NoReport: a field is missing, unknown or of another type.
    """
    values = _fields(Report, found, where)
    if values["layout"] != LAYOUT:
        raise NoReport(
            f"{where} has the layout {values['layout']}, and this version reads {LAYOUT}: use one version for all"
        )
    outcomes = values.pop("outcomes")
    read = tuple(_outcome(each, f"{where}, outcome {number}") for number, each in enumerate(outcomes, 1))
    return Report(outcomes=read, **values)


def _outcome(found: object, where: str) -> Outcome:
    values = _fields(Outcome, found, where)
    expected = values.pop("expected")
    if not all(isinstance(literal, str) for literal in expected):
        raise NoReport(f"{where}: expected holds something that is no text")
    if values["verdict"] not in VERDICTS:
        raise NoReport(f"{where}: verdict is {values['verdict']!r}; there are {', '.join(VERDICTS)}")
    return Outcome(expected=tuple(expected), **values)


def _fields(kind: type[Report] | type[Outcome], found: object, where: str) -> dict[str, Any]:
    """Return the fields of a dataclass out of an object of JSON, each of its type."""
    if not isinstance(found, dict):
        raise NoReport(
            f"{where} is no contract report; one is written by pytest --pyargs pytest_m365.contract "
            "--m365-contract-report=DIR"
        )
    names = {field.name: _TYPES.get(str(field.type), str) for field in fields(kind)}
    missing, unknown = names.keys() - found.keys(), found.keys() - names.keys()
    if missing or unknown:
        what = [f"lacks {', '.join(sorted(missing))}"] if missing else []
        what += [f"has {', '.join(sorted(map(str, unknown)))}, which no report has"] if unknown else []
        raise NoReport(f"{where} {' and '.join(what)}")
    for name, wanted in names.items():
        if type(found[name]) is not wanted:
            raise NoReport(f"{where}: {name} is {found[name]!r}, and should be {_SAID[wanted]}")
    return dict(found)


#: JSON's types of annotations that are no texts
_TYPES: dict[str, type] = {"int": int, "tuple[str, ...]": list, "tuple[Outcome, ...]": list}
_SAID: dict[type, str] = {str: "a text", int: "a whole number", list: "a list"}
