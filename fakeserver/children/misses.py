"""Programs that no environment leads to the fake, told before they are started: they would go to the real service."""

import re
from collections.abc import Sequence
from pathlib import PurePath

_PYTHON = re.compile(r"(?:python|pypy)[0-9.]*\Z")
#: options of Python's that take a value of their own, and end the options that are looked at
_LAST_OPTIONS = "cm"
_WITH_VALUE = "XWQ"

#: mail programs that read none of the proxy variables
_CONNECT_THEMSELVES = frozenset(
    (
        "msmtp mpop mbsync fetchmail fdm mutt neomutt openssl gnutls-cli swaks s-nail imapfilter imapsync aerc alpine"
    ).split()
)
_OTHERWISE = "m365_redirect.run(..., isolated=True), or fakeserver run, leads any program"


def why_missed(command: Sequence[str]) -> str:
    """Return why a command would miss the fake, and what to do; nothing where it would not, as far as can be seen."""
    program = PurePath(command[0]).name if command else ""
    if program in _CONNECT_THEMSELVES:
        return f"{program} connects by itself, past any proxy, so this environment does not lead it: {_OTHERWISE}"
    if _PYTHON.match(program):
        for option in _python_options(command[1:]):
            if option in "IES":
                return f"{program} -{option} does not run what leads it to the fake at its start: {_OTHERWISE}"
    return ""


def _python_options(arguments: Sequence[str]) -> str:
    """Return the letters of the options in front of a script, module or code."""
    letters = ""
    words = iter(arguments)
    for word in words:
        if not word.startswith("-") or word == "-" or word.startswith("--"):
            break
        for position, letter in enumerate(word[1:], 1):
            letters += letter
            if letter in _LAST_OPTIONS:
                return letters
            if letter in _WITH_VALUE:
                if position == len(word) - 1:
                    next(words, None)
                break
    return letters
