"""``python -m benchmarks [group ...]``: measure, and print a table of Markdown."""

import argparse
from collections.abc import Callable, Iterator

from benchmarks import (
    calendars,
    control,
    ews,
    graph,
    inspector,
    mail,
    plugin_cost,
    snapshots,
    startup,
    states,
    streams,
    tokens,
)
from benchmarks.table import Figure, table

GROUPS: dict[str, Callable[[], Iterator[Figure]]] = {
    "startup": startup.figures,
    "plugin": plugin_cost.figures,
    "tokens": tokens.figures,
    "mail": mail.figures,
    "ews": ews.figures,
    "graph": graph.figures,
    "snapshots": snapshots.figures,
    "state": states.figures,
    "calendars": calendars.figures,
    "streams": streams.figures,
    "control": control.figures,
    "inspector": inspector.figures,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure, and print a table of Markdown.")
    names = ", ".join(GROUPS)
    parser.add_argument("group", nargs="*", metavar="group", choices=[*GROUPS, []], help=f"{names}; all by default")
    groups = parser.parse_args().group or list(GROUPS)
    print(table(figure for group in groups for figure in GROUPS[group]()))


if __name__ == "__main__":
    main()
