"""A fix as commands, for who has no Python: fixes are said in the words of the tenant's own objects."""

import re
from collections.abc import Iterator
from typing import Final

_VALUE: Final = r"(True|False|None|\d+|\"[^\"]*\")"
_OF_A_USER: Final = re.compile(rf"\buser\.(\w+) = {_VALUE}")
_OF_THE_TENANT: Final = re.compile(rf"\bpolicies\.(\w+) = {_VALUE}")
_ADVANCE: Final = re.compile(r"\bclock\.advance\((\d+)\)")
_TOKEN: Final = re.compile(r"\btenant\.token\(app, user(?:, \"([^\"]+)\")?\)")
_WORDS: Final = {"True": "true", "False": "false", "None": "none"}


def in_a_shell(fix: str) -> str:
    """Return the commands that do what a fix says, one behind the other; empty where there are none."""
    return "; ".join(dict.fromkeys(_commands(fix)))


def _commands(fix: str) -> Iterator[str]:
    for name, value in _OF_A_USER.findall(fix):
        yield f"fakeserver switch --user USER {name}={_word(value)}"
    for name, value in _OF_THE_TENANT.findall(fix):
        yield f"fakeserver switch {name}={_word(value)}"
    for seconds in _ADVANCE.findall(fix):
        yield f"fakeserver clock advance {seconds}s"
    for scope in _TOKEN.findall(fix):
        yield f"fakeserver token USER{f' --scope {scope}' if scope else ''}"


def _word(value: str) -> str:
    return _WORDS.get(value, value.strip('"'))
