"""How fast a live run may go, as the ini file says."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from pytest_m365.live.ini import IniWrong


class Paces(NamedTuple):
    """Seconds, each."""

    #: before a mailbox is looked at for the second time
    pace: float = 1.0
    #: that ``wait_for`` waits, and a sign-in for what may mend itself
    timeout: float = 120.0
    #: to wait while another run uses the mailbox; 0: not at all
    lock: float = 0.0


def paces_of(config: pytest.Config) -> Paces:
    """Read the settings.

    Raises:
        IniWrong: one is no number, or negative.
    """
    return Paces(*(_seconds(config, f"m365_live_{name}") for name in Paces._fields))


def _seconds(config: pytest.Config, name: str) -> float:
    words: list[str] = config.getini(name)
    try:
        seconds = float(" ".join(words))
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 86400:
        raise IniWrong(f"ini {name} is {' '.join(words)!r}, and takes seconds, 0 or more")
    return seconds
