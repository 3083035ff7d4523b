"""No regular expression takes steps that grow faster than its input, on input that was made for it.

Counting steps, in Python, takes too long for all inputs. So time chooses the suspicious ones: what grows by the square
takes a hundred times as long as these must. The count decides, so that a slow machine fails nothing.
"""

import importlib
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import fakeserver
from tests.matcher import Matcher
from tests.modules import modules_of
from tests.structure.parsed import opcodes, parse, within

#: Repetitions of a unit.
LENGTH = 8_000
#: Seconds of this thread's time from which on steps are counted; what is linear takes hundredths of it.
SUSPICIOUS = 0.01
#: Most times as many steps for eight times as long an input: 8 where they are linear, 64 by its square.
GROWTH = 16
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


def inputs(pattern: re.Pattern[Any]) -> Iterator[Callable[[int], Any]]:
    """Yield functions that make an input of a number of repetitions."""
    parsed = parse(pattern.pattern, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else 0)
    texts = list(dict.fromkeys(run for run in runs(parsed)))
    single = list(dict.fromkeys([*characters(parsed), "a", " ", "1", "\n"]))
    units = dict.fromkeys([*single, *texts, *(one + two for one in single[:9] for two in single[:9] if one != two)])
    starts = ["", *(text for text in texts if len(text) > 1)]
    for unit in list(units)[:100]:
        for start in starts[:4]:
            for tail in TAILS:
                yield partial(repeated, pattern, start, unit, tail)


def repeated(pattern: re.Pattern[Any], start: str, unit: str, tail: str, times: int) -> Any:
    text = start + unit * times + tail
    return text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text


EXPRESSIONS = dict(expressions())


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_expression_takes_steps_in_proportion_to_its_input(name: str) -> None:
    pattern = EXPRESSIONS[name]
    short = re.escape(name.rpartition(".")[2].partition("[")[0])
    source = Path(str(importlib.import_module(name.rpartition(".")[0]).__file__)).read_text(encoding="utf-8")
    is_searched = re.search(rf"\b{short}(?:\[\w+\])?\.(?:{'|'.join(ANYWHERE)})\(", source)
    check(pattern, "search" if is_searched else "match")


@pytest.mark.parametrize("pattern", [r"\s+!", b"(?:[ \t]*\n)*\x00"])
def test_an_expression_that_does_not_is_found(pattern: str | bytes) -> None:
    with pytest.raises(AssertionError):
        check(re.compile(pattern), "search")


def check(pattern: re.Pattern[Any], method: str) -> None:
    for text in inputs(pattern):
        if time_of(getattr(pattern, method), text(LENGTH)) > SUSPICIOUS:
            grown = steps_of(pattern, method, text(LENGTH)) / steps_of(pattern, method, text(LENGTH // 8))
            assert grown < GROWTH, f"{pattern.pattern!r}: {grown:.0f} times the steps for {text(8)!r}..."


def steps_of(pattern: re.Pattern[Any], method: str, text: Any) -> int:
    matcher = Matcher(pattern)
    getattr(matcher, method)(text)
    return matcher.steps


def time_of(use: Callable[[Any], object], text: Any) -> float:
    began = time.thread_time()
    use(text)
    return time.thread_time() - began
