"""Numbers out of what clients send have a bounded number of digits: see `fakeserver.digits`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import fakeserver
import pytest_m365
from tests.structure.parsed import opcodes, parse, within

PACKAGES = [Path(str(package.__file__)).parent for package in (fakeserver, pytest_m365)]
MODULES = {
    f"{folder.name}/{file.relative_to(folder).as_posix()}": file.read_text(encoding="utf-8")
    for folder in PACKAGES
    for file in sorted(folder.rglob("*.py"))
}
#: The one place that counts digits first.
HELPER = "fakeserver/digits.py"
#: What answers with a number already, or with a truth value: ``int()`` of it reads no text.
NUMBERS = frozenset({"time", "sign_in_moment", "_is_meeting"})
REPEATS = (opcodes.MAX_REPEAT, opcodes.MIN_REPEAT, opcodes.POSSESSIVE_REPEAT)
#: Modules that bound what they read otherwise, and how.
OTHERWISE = {
    "fakeserver/strict_json.py": "a double holds what it reads: 309 digits at most",
    "fakeserver/cli/serve.py": "three or four digits of the command line",
    "fakeserver/tenant/tokens/validate.py": "a JSON number, compared with the latest time before",
    "fakeserver/tenant/tokens/claims.py": "the moment of a sign-in, a number",
    "fakeserver/protocols/ews/properties/extended.py": "the first 30 characters, or those of a tag",
}


def reads_of(source: str) -> Iterator[ast.Call]:
    """Yield each call of ``int`` on something that may be a text."""
    for call in ast.walk(ast.parse(source)):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "int" and call.args):
            continue
        given = call.args[0]
        if isinstance(given, ast.BinOp | ast.Compare | ast.Constant):
            continue
        named = given.func if isinstance(given, ast.Call) else None
        if getattr(named, "attr", getattr(named, "id", None)) not in NUMBERS:
            yield call


def unbounded(parsed: Any) -> bool:
    """Say whether an expression repeats digits without an end."""
    for op, argument in parsed:
        if op in REPEATS:
            _, most, repeated = argument
            if most is opcodes.MAXREPEAT and all(
                op is opcodes.IN and all(is_digits(item) for item in argument) for op, argument in repeated
            ):
                return True
        if any(unbounded(inner) for inner in within(argument)):
            return True
    return False


def is_digits(item: Any) -> bool:
    op, argument = item
    return argument is opcodes.CATEGORY_DIGIT or (op is opcodes.RANGE and tuple(map(chr, argument)) == ("0", "9"))


def expressions(source: str) -> Iterator[str]:
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "compile" and call.args:
            given = call.args[0]
            if isinstance(given, ast.Constant):
                yield given.value.decode("latin-1") if isinstance(given.value, bytes) else str(given.value)
            elif isinstance(given, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in given.values)


READERS = [name for name, source in MODULES.items() if name != HELPER and any(reads_of(source))]


@pytest.mark.parametrize("name", sorted(set(READERS) - set(OTHERWISE)))
def test_a_module_that_reads_numbers_bounds_their_digits(name: str) -> None:
    known = list(expressions(MODULES[name]))
    assert known, f"{name} reads a number that no expression has bounded: use fakeserver.digits.number_in"
    assert [one for one in known if unbounded(parse(one))] == []


@pytest.mark.parametrize("name", sorted(set(MODULES) - {HELPER}))
def test_nobody_else_looks_whether_a_text_is_a_number(name: str) -> None:
    assert not re.findall(r"\.(?:isdecimal|isdigit|isnumeric)\(", MODULES[name])


def test_each_exception_reads_numbers() -> None:
    assert set(OTHERWISE) <= set(READERS)


@pytest.mark.parametrize(
    ("expression", "is_unbounded"),
    [(r"\d+", True), (r"(a|\d*)", True), (r"x{3,}[0-9]+?", True), (r"\d{1,10}", False), (r"[0-9a-f]+", False)],
)
def test_an_unbounded_expression_is_found(expression: str, is_unbounded: bool) -> None:
    assert unbounded(parse(expression)) is is_unbounded
