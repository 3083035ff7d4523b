"""``python -m tests.fuzz --minutes 10 [--protocol imap] [--seed S] [--failures FILE]``."""

import argparse
import sys
import time
from pathlib import Path

from tests.fuzz.runner import run
from tests.fuzz.targets import TARGETS


def main() -> int:
    """Fuzz, print what was done, and write what failed to a file; 1 where something did."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="for all protocols together")
    parser.add_argument("--inputs", type=int, help="stop a protocol after so many inputs")
    parser.add_argument("--protocol", choices=TARGETS, action="append", help="may stand several times; default: all")
    parser.add_argument("--seed", default=str(time.time_ns()), help="the same seed gives the same inputs")
    parser.add_argument("--failures", type=Path, default=Path("fuzz-failures.txt"), help="where what fails is written")
    given = parser.parse_args()
    protocols = given.protocol or list(TARGETS)
    failures = []
    print(f"seed {given.seed}")
    for protocol in protocols:
        outcome = run(protocol, given.seed, given.minutes * 60 / len(protocols), given.inputs)
        print(outcome, flush=True)
        failures += outcome.failures
    if failures:
        given.failures.write_text("\n\n".join(map(str, failures)) + "\n", encoding="utf-8")
        print(f"what failed is in {given.failures}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
