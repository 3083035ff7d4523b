"""The end of a line in pytest's short summary: which refusal was the last, ``[m365: TokenExpired]``.

pytest cuts the lines to the terminal's width, and leaves the message out where not even three letters have room. So the
reports that it is about to show are replaced by copies, whose message is cut here, or whose name is longer. Nobody else
sees the copies.
"""

from __future__ import annotations

import copy
import os
from typing import Any
from unicodedata import east_asian_width

import pytest

from pytest_m365.options import REFUSAL

#: what pytest puts between the test's name and the message
DASH = " - "
ELLIPSIS = "..."
#: columns that no line has
_LONG = 10**6


def name_refusals(stats: dict[str, list[Any]], config: pytest.Config) -> None:
    """Put the name of the refusal at the end of the lines that pytest is about to show.

    Args:
        stats: the reports of the run, by what became of the test.
    """
    width = _LONG if _is_whole(config) else config.get_terminal_writer().fullwidth
    for kind, word in (("failed", "FAILED"), ("error", "ERROR")):
        for place, report in enumerate(stats.get(kind, ())):
            if getattr(report, REFUSAL, ""):
                # pytest 9.2 has objects for names.
                name = config.cwd_relative_nodeid(getattr(report, "id", report.nodeid))
                room = width - _width(f"{word} {name}")
                stats[kind][place] = _ending_in(report, f"[m365: {getattr(report, REFUSAL)}]", room)


def _is_whole(config: pytest.Config) -> bool:
    """Say whether pytest cuts nothing: in CI, and from 8.4 on at -vv."""
    short = getattr(config.option, "force_short_summary", None)
    in_ci = bool(os.environ.get("CI") or os.environ.get("BUILD_NUMBER"))
    return not short and (in_ci or (short is not None and config.getoption("verbose") >= 2))


def _ending_in(report: pytest.TestReport, end: str, room: int) -> pytest.TestReport:
    """Return a copy of a report whose message ends in this.

    Args:
        room: letters that the line has for the message, with what stands before it.
    """
    changed = copy.copy(report)
    crash = getattr(report.longrepr, "reprcrash", None)
    room -= len(DASH)
    if crash is None or room < len(end):
        changed.nodeid = f"{report.nodeid}{DASH}{end}"
        # Else its message would follow, where it has room.
        changed.longrepr = None
        return changed
    crash = copy.copy(crash)
    first, newline, rest = crash.message.partition("\n")
    # What follows the first line is shown where nothing is cut.
    crash.message = f"{_cut(first, room - len(end) - 1)} {end}".lstrip() + newline + rest
    changed.longrepr = copy.copy(report.longrepr)
    vars(changed.longrepr)["reprcrash"] = crash
    return changed


def _cut(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    while text and _width(text) + len(ELLIPSIS) > width:
        text = text[:-1]
    return text + ELLIPSIS[: max(width, 0)]


def _width(text: str) -> int:
    """Return the columns that a text takes, or some more."""
    return len(text) + sum(east_asian_width(letter) in "FW" for letter in text)
