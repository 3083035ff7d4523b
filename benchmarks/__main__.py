"""``python -m benchmarks [room ...]``: measure, and print a table of Markdown."""

import argparse
from collections.abc import Callable, Iterator

from benchmarks import mail, plugin_cost, startup, tokens
from benchmarks.table import Figure, table

ROOMS: dict[str, Callable[[], Iterator[Figure]]] = {
    "startup": startup.figures,
    "plugin": plugin_cost.figures,
    "tokens": tokens.figures,
    "mail": mail.figures,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("room", nargs="*", choices=[*ROOMS, []], help=f"{', '.join(ROOMS)}; all by default")
    rooms = parser.parse_args().room or list(ROOMS)
    print(table(figure for room in rooms for figure in ROOMS[room]()))


if __name__ == "__main__":
    main()
