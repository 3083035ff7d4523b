"""No regular expression takes time that grows faster than its input, on input that was made for it."""

import importlib
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import fakeserver
from tests.modules import modules_of
from tests.structure.parsed import opcodes, parse, within

#: Repetitions of a unit. What looks at each pair of them takes a hundred times as long as allowed.
LENGTH = 8_000
#: Seconds of this thread's time; what is linear takes hundredths of it.
ALLOWED = 0.01
#: In front of the repeated units, to bring an expression to where it repeats, and behind them, to make it fail there.
TAILS = ("", "\x00", "\n!")

#: The methods that begin anew at each character of the text.
ANYWHERE = ("search", "finditer", "findall", "sub", "subn", "split")


def expressions() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Yield each compiled expression of the fake with a name, in tables as well."""
    for module in modules_of(fakeserver):
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"{module.__name__}.{name}", value
            elif isinstance(value, dict):
                for key, inner in value.items():
                    if isinstance(inner, re.Pattern):
                        yield f"{module.__name__}.{name}[{key!r}]", inner


def characters(parsed: Any) -> Iterator[str]:
    """Yield a character for each literal and each class of a parsed expression."""
    for op, argument in parsed:
        if op in (opcodes.LITERAL, opcodes.NOT_LITERAL):
            yield chr(argument) if op is opcodes.LITERAL else chr(argument ^ 1)
        elif op is opcodes.IN:
            yield from characters([item for item in argument if item[0] is not opcodes.NEGATE])
        elif op is opcodes.RANGE:
            yield chr(argument[0])
        elif op is opcodes.CATEGORY:
            yield {opcodes.CATEGORY_DIGIT: "1", opcodes.CATEGORY_SPACE: " "}.get(argument, "a")
        else:
            for inner in within(argument):
                yield from characters(inner)


def runs(parsed: Any) -> Iterator[str]:
    """Yield the literal texts in an expression, and the alternatives' as well."""
    run = ""
    for op, argument in parsed:
        if op is opcodes.LITERAL:
            run += chr(argument)
            continue
        if run:
            yield run
        run = ""
        for inner in within(argument):
            yield from runs(inner)
    if run:
        yield run


def inputs(pattern: re.Pattern[Any]) -> Iterator[Any]:
    parsed = parse(pattern.pattern, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else 0)
    texts = list(dict.fromkeys(run for run in runs(parsed)))
    single = list(dict.fromkeys([*characters(parsed), "a", " ", "1", "\n"]))
    units = dict.fromkeys([*single, *texts, *(one + two for one in single[:9] for two in single[:9] if one != two)])
    starts = ["", *(text for text in texts if len(text) > 1)]
    for unit in list(units)[:100]:
        for start in starts[:4]:
            for tail in TAILS:
                text = start + unit * LENGTH + tail
                yield text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text


EXPRESSIONS = dict(expressions())


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_expression_takes_time_in_proportion_to_its_input(name: str) -> None:
    pattern = EXPRESSIONS[name]
    short = re.escape(name.rpartition(".")[2].partition("[")[0])
    source = Path(str(importlib.import_module(name.rpartition(".")[0]).__file__)).read_text(encoding="utf-8")
    is_searched = re.search(rf"\b{short}(?:\[\w+\])?\.(?:{'|'.join(ANYWHERE)})\(", source)
    use = pattern.search if is_searched else pattern.match
    for text in inputs(pattern):
        # The best of three: others work on this machine as well.
        took = min(time_of(use, text) for _ in range(3)) if time_of(use, text) > ALLOWED else 0
        assert took < ALLOWED, f"{pattern.pattern!r}: {took:.2f} s for {text[:40]!r}..."


def time_of(use: Callable[[Any], object], text: Any) -> float:
    began = time.thread_time()
    use(text)
    return time.thread_time() - began
