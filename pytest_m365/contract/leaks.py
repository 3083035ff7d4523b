"""What must stand in no report, and whether it does: the last look at a report, before it is written.

The literals are normalised before; this trusts none of that. A whole report is searched for what the run knows to be
private, in the ways in which it may be written, and all that came from outside for what looks private.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote
from uuid import UUID

from fakeserver.grams import Grams
from pytest_m365.contract.literals.normal import vocabulary
from pytest_m365.contract.literals.patterns import GUID, WELL_KNOWN_GUIDS

#: characters; shorter names are words
SHORTEST = 5

#: what the first label of a domain is called
NAME = "name in a domain"

_LOOKS_PRIVATE = {
    "a GUID": re.compile(rf"(?<![0-9A-Fa-f-]){GUID}(?![0-9A-Fa-f-])"),
    "an IP address": re.compile(
        r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])|(?i:(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4})"
    ),
    "an address": re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    "a token": re.compile(r"\beyJ[\w-]{6,}"),
    # With a digit somewhere, or an A at each fifth place at least, as UTF-16 has it: names of EWS are long as well.
    "base64": re.compile(r"(?<![\w+/=])(?:(?=[A-Za-z+/_-]*\d)[A-Za-z0-9+/_-]{32,}|(?:[B-Zb-z0-9+/]{0,4}A){6,})"),
    "a host name": re.compile(r"(?i)\b[\w-]+\.(?:[\w-]+\.)*(?:outlook\.com|office365\.com|onmicrosoft\.com)\b"),
}


@dataclass
class Private:
    """What a run knows to be private: names and numbers of who runs it, and secrets."""

    #: value, and what it is
    values: dict[str, str] = field(default_factory=dict, repr=False)
    secrets: set[str] = field(default_factory=set, repr=False)

    def add(self, what: str, value: str | None) -> None:
        """Know a value that says who runs it: a tenant's id, a domain, an address."""
        if not value:
            return
        self.values[value.lower()] = what
        if "@" in value:
            self.add("domain", value.rpartition("@")[2])
        elif what == "domain":
            label = value.split(".")[0].lower()
            if len(label) >= SHORTEST and label not in vocabulary():
                self.values[label] = NAME

    def add_secret(self, value: str | None) -> None:
        """Know a secret, of which no part may be shown."""
        if value:
            self.secrets.add(value)

    def update(self, other: Private) -> None:
        """Know what another knows, too."""
        self.values |= other.values
        self.secrets |= other.secrets

    @property
    def grams(self) -> Grams:
        """The parts of secrets, as they are and in base64."""
        grams = Grams()
        for secret in self.secrets:
            for spelling in (secret, *_base64(secret.encode())):
                grams.add(spelling)
        return grams


@dataclass(frozen=True)
class Leak:
    """Something private, and where it stands; never what it is."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def find_leaks(text: str, where: str, private: Private) -> Iterator[Leak]:
    """Yield what a text holds of that which a run knows to be private."""
    low = text.lower()
    for value, what in private.values.items():
        # A short name may stand within a word: then it is none.
        plain = {value} if what == NAME else set()
        if any(spelling in low for spelling in _spellings(value) - plain) or any(_is_word(name, low) for name in plain):
            yield Leak(where, what)
    if private.grams.runs(text):
        yield Leak(where, "a part of a secret or token")


def looks_private(text: str, where: str) -> Iterator[Leak]:
    """Yield what looks private in a text that came from outside, whatever the run knows."""
    for well_known in WELL_KNOWN_GUIDS:
        text = text.replace(well_known, "")
    for what, pattern in _LOOKS_PRIVATE.items():
        if pattern.search(text):
            yield Leak(where, f"what looks like {what}")


def _is_word(name: str, text: str) -> bool:
    return re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text) is not None


@lru_cache(maxsize=10_000)
def _spellings(value: str) -> frozenset[str]:
    """Return a value in the ways in which it may be written, in small letters."""
    octets = [value.encode(), value.encode("utf-16-le"), value.upper().encode("utf-16-le"), value.upper().encode()]
    written = {value, quote(value, safe="").lower(), value.encode().hex()}
    if re.fullmatch(GUID, value):
        guid = UUID(value)
        octets += [guid.bytes, guid.bytes_le]
        written |= {guid.hex, guid.bytes_le.hex()}
    written |= {text.lower() for each in octets for text in _base64(each) if len(text) >= SHORTEST + 3}
    return frozenset(written)


def _base64(octets: bytes) -> set[str]:
    """Return base64 of octets at its three alignments, without the letters that depend on what stands beside them."""
    found: set[str] = set()
    for before in range(3):
        letters = b64encode(bytes(before) + octets)[(4 * before + 2) // 3 : 4 * (before + len(octets)) // 3].decode()
        found |= {letters, letters.replace("+", "-").replace("/", "_")}
    return found
