"""Takes secrets out of pytest's reports, warnings and tracebacks, wherever they stand there."""

import warnings
from collections.abc import Callable
from linecache import getline
from typing import Any

import pytest

#: returns a text without secrets
Scrub = Callable[[str], str]


def conceal(report: pytest.TestReport | pytest.CollectReport, scrub: Scrub) -> None:
    """Take secrets out of all that a report has, also of what other plugins have given it.

    Its traceback, what was captured, properties, why it was skipped; not its names. Clients print secrets too: imaplib
    and smtplib write what they send where they are told to debug.
    """
    for name, value in vars(report).items():
        if name not in _OWN:
            setattr(report, name, concealed(value, scrub))


#: attributes of a report that are no text of anybody's, and the names by which it is found again
_NAMES = ("nodeid", "location", "keywords")
_OWN = (*_NAMES, "when", "outcome", "result", "start", "stop", "duration")


def conceal_names(report: pytest.TestReport, scrub: Scrub) -> None:
    """Take secrets out of a test's names. Whoever has hold of the test must do so too, or finds it no more."""
    for name in _NAMES:
        value = getattr(report, name)
        if (clean := concealed(value, scrub)) != value:
            setattr(report, name, clean)


def rename(item: pytest.Item, name: str, nodeid: str) -> None:
    """Give a test another name, before anybody has noted it. There is no public way."""
    node: Any = item
    node.name = name
    if hasattr(node, "_id"):
        # since pytest 9.2
        node._id = type(node._id).parse(nodeid)
    else:
        node._nodeid = nodeid


def concealed(value: Any, scrub: Scrub) -> Any:
    """Return a text, a container of texts, or a part of pytest's traceback without secrets.

    Parts of tracebacks are changed where they are. What is unknown is returned as it came.
    """
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, list) and value and all(isinstance(line, str) for line in value):
        # Lines, over which a secret may be broken. Those of --tb=native have their ends.
        if all(line.endswith("\n") for line in value):
            return scrub("".join(value)).splitlines(keepends=True)
        return scrub("\n".join(value)).split("\n")
    if type(value) in (list, tuple, set):
        return type(value)(concealed(part, scrub) for part in value)
    if type(value) is dict:
        return {concealed(name, scrub): concealed(part, scrub) for name, part in value.items()}
    if hasattr(value, "toterminal"):
        _conceal_parts(value, scrub)
    return value


def _conceal_parts(part: Any, scrub: Scrub) -> None:
    for name, value in vars(part).items():
        # Some are frozen dataclasses.
        object.__setattr__(part, name, concealed(value, scrub))


def conceal_subtest(report: pytest.TestReport, scrub: Scrub) -> None:
    """Take secrets out of the names of a subtest, if the report is of one."""
    context: Any = getattr(report, "context", None)
    if context is not None:
        # It is frozen. Its values are texts by now.
        if context.msg is not None:
            object.__setattr__(context, "msg", scrub(context.msg))
        names = {name: scrub(str(value)) for name, value in context.kwargs.items()}
        object.__setattr__(context, "kwargs", names)


def conceal_warning(warning_message: warnings.WarningMessage, scrub: Scrub) -> None:
    """Change a warning before anybody shows it, with the line of the program that it shows."""
    line = warning_message.line or getline(warning_message.filename, warning_message.lineno)
    said, shown = scrub(str(warning_message.message)), scrub(line)
    if said != str(warning_message.message):
        # Its class stands in `category`; it might take other arguments.
        warning_message.message = Warning(said)
    if shown != line:
        warning_message.line = shown
