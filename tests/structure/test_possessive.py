"""No group is repeated possessively that may fail behind a repetition inside it.

Python before 3.11.5 then goes on from where the group failed, not from where it began (python/cpython#106052). An
atomic group around the repetition, `(?>(?:...)*)`, does the same everywhere.
"""

from collections.abc import Iterable
from typing import Any

import pytest

from tests.structure.parsed import opcodes, parse, within
from tests.structure.test_expressions import expressions

REPEATS = (opcodes.MAX_REPEAT, opcodes.MIN_REPEAT, opcodes.POSSESSIVE_REPEAT)


def fails_late(parsed: Iterable[Any]) -> bool:
    """Say whether a sequence, or an alternative in it, may fail behind a repetition."""
    repeated = False
    for op, argument in parsed:
        is_optional = op in REPEATS and argument[0] == 0
        if (repeated and not is_optional) or any(fails_late(inner) for inner in within(argument)):
            return True
        repeated = repeated or op in REPEATS
    return False


def wrong_repeats(parsed: Iterable[Any]) -> list[Any]:
    """Return the possessive repetitions, at any depth, of what may fail late."""
    found = []
    for op, argument in parsed:
        if op is opcodes.POSSESSIVE_REPEAT and fails_late(argument[2]):
            found.append(argument)
        for inner in within(argument):
            found += wrong_repeats(inner)
    return found


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        (r"(?:[ \t]++\n)*+", True),
        (r"(?:a|<.*?>)*+", True),
        (r"x(?:=\s*+(?:a|b))*+", True),
        (r"(?>(?:[ \t]++\n)*)", False),
        (r"(?:[^\\]++|\\.)*+", False),
        (r"(?: [^\n]*+\n?)*+", False),
    ],
)
def test_the_check(pattern: str, wrong: bool) -> None:
    assert bool(wrong_repeats(parse(pattern))) is wrong


def test_no_expression_repeats_so() -> None:
    assert [name for name, pattern in expressions() if wrong_repeats(parse(pattern.pattern, pattern.flags))] == []
