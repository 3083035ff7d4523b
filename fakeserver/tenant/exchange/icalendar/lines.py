"""Content lines as Exchange writes them: parameters in a given order, folded at 75 octets (RFC 5545 section 3.1).

The package icalendar, which reads, writes in an order and with quotes of its own.
"""

import re
from collections.abc import Iterable

_LIMIT = 75
#: What no line may hold, but for the line end and the tab.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_ESCAPED = re.compile(r"\\([\\;,nN])")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,"})
#: A backslash means nothing there; some programs take it for one that means something, unless it is in quotes.
_QUOTED = re.compile(r"[,;:\\]")


class Lines:
    """Lines of a calendar object, in the order that they are added."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def add(self, name: str, value: str, **parameters: str | None) -> None:
        """Add a line whose value goes as it is; a parameter that is None is left out."""
        given = "".join(f";{key}={_parameter(each)}" for key, each in parameters.items() if each is not None)
        self._lines.append(f"{name}{given}:{value}")

    def add_text(self, name: str, value: str, **parameters: str | None) -> None:
        """Add a line whose value is text."""
        self.add(name, escaped(value), **parameters)

    def add_component(self, name: str, inner: "Lines") -> None:
        """Add a component with its lines."""
        self._lines += [f"BEGIN:{name}", *inner._lines, f"END:{name}"]

    def extend(self, others: Iterable[tuple[str, str]]) -> None:
        """Add lines without parameters."""
        for name, value in others:
            self.add(name, value)

    def octets(self) -> bytes:
        """Return them, folded, with CRLF behind each."""
        return b"".join(map(_folded, self._lines))


def escaped(text: str) -> str:
    """Return text as a value of the type TEXT (RFC 5545 section 3.3.11)."""
    return _CONTROL.sub("", _LINE_END.sub("\n", text)).translate(_ESCAPES).replace("\n", "\\n")


def unescaped(value: str) -> str:
    """Return the text that a value of the type TEXT stands for; the package leaves those of names it does not know."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _parameter(value: str) -> str:
    # No parameter can hold a quote (RFC 5545 section 3.1).
    value = _CONTROL.sub("", _LINE_END.sub(" ", value)).replace('"', "'")
    return f'"{value}"' if _QUOTED.search(value) else value


def _folded(line: str) -> bytes:
    octets = line.encode("utf-8", "replace")
    pieces = []
    limit = _LIMIT
    while len(octets) > limit:
        end = limit
        while octets[end] & 0xC0 == 0x80:
            # No character is cut in two.
            end -= 1
        pieces.append(octets[:end])
        octets = octets[end:]
        limit = _LIMIT - 1
    pieces.append(octets)
    return b"\r\n ".join(pieces) + b"\r\n"
