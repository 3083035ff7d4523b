"""What ``m365_redirect`` starts programs with on the live target: the real names lead where they always do."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import pytest


class NotLed:
    """Leads programs nowhere, and tells them the live tenant in the variables that the fake tells its own in."""

    #: look-ups that were refused: the network is open
    refused: Sequence[str] = ()
    #: connections that were led elsewhere
    led = 0

    def __init__(self, identity: Mapping[str, str]) -> None:
        self._identity = identity

    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return a whole environment: one of before, and the live tenant."""
        return {**base, **self._identity}

    def started(
        self, command: Sequence[str], options: Mapping[str, Any], *, isolated: bool
    ) -> tuple[list[str], dict[str, Any]]:
        """Return a command and its options as they are, with the environment."""
        if isolated:
            pytest.skip("m365_redirect.run(..., isolated=True) is a network without the real service")
        base: Mapping[str, str] = os.environ if options.get("env") is None else options["env"]
        return list(command), {**options, "env": self.environment(base)}
