"""Says something to whoever watches a run, at once: also where pytest captures output, and from a worker of xdist."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest


def teller(config: pytest.Config) -> Callable[[str], None]:
    """Return what writes a line of its own to the terminal; a worker, which has none, to the stderr of the run."""

    def tell(line: str) -> None:
        capture = config.pluginmanager.get_plugin("capturemanager")
        with nullcontext() if capture is None else capture.global_and_fixture_disabled():
            terminal: Any = config.pluginmanager.get_plugin("terminalreporter")
            # A worker has one that writes nowhere, and `-p no:terminal` none.
            if terminal is None or hasattr(config, "workerinput"):
                # Amid the dots of the process that shows the results.
                sys.stderr.write(f"\n{line}\n")
                sys.stderr.flush()
            else:
                terminal.ensure_newline()
                terminal.write_line(line, flush=True)

    return tell
