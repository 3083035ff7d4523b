"""Voting by mail: the options that a message gives, and the one that somebody chose, as Outlook writes them.

Source: [MS-OXOMSG] 2.2.1.74 (PidLidVerbStream, with the structure of its options); [MS-OXPROPS] (PidLidVerbResponse).
"""

import struct
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import Any, Final, Protocol

from fakeserver.tenant.exchange.values import ExtendedPropertyKey, PropertyType

_COMMON: Final = "00062008-0000-0000-c000-000000000046"
VERB_STREAM: Final = ExtendedPropertyKey(_COMMON, 0x8520, PropertyType.BINARY)
VERB_RESPONSE: Final = ExtendedPropertyKey(_COMMON, 0x8524, PropertyType.STRING)
#: Of the stream, and of the part that has the names in UTF-16.
_VERSION, _VERSION_OF_NAMES = 0x0102, 0x0104
#: Verb of an option to vote for; others are replies and the like.
_VOTE: Final = 4


class VotePrompt(StrEnum):
    """What becomes of an answer once its option is chosen."""

    NONE = auto()
    #: it is sent at once
    SEND = auto()
    #: something may be written with it
    EDIT = auto()


@dataclass(frozen=True, slots=True)
class VotingOption:
    """One of the answers that a message asks for."""

    name: str
    prompt: VotePrompt = VotePrompt.NONE


@dataclass(frozen=True, slots=True)
class Voting:
    """What a message says of a vote."""

    options: tuple[VotingOption, ...] = ()
    #: what was chosen
    response: str = field(default="", repr=False)


class Described(Protocol):
    """What may be about a vote: a message."""

    def get(self, name: Any) -> Any:
        """Return a property by name, None where there is none."""


def voting_of(item: Described) -> Voting | None:
    """Return what a message says of a vote; None: nothing."""
    stream, response = item.get(VERB_STREAM), item.get(VERB_RESPONSE) or ""
    options = () if stream is None else voting_options(stream)
    return Voting(options, response) if options or response else None


def voting_options(stream: bytes) -> tuple[VotingOption, ...]:
    """Return the options in a PidLidVerbStream; none where it cannot be read."""
    try:
        return _options(_Reader(stream))
    except (struct.error, UnicodeDecodeError):
        return ()


#: PidLidVerbStream has the answers' behaviour as a number.
_PROMPTS: Final = {1: VotePrompt.SEND, 2: VotePrompt.EDIT}


class _Reader:
    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._place = 0

    def number(self, form: str) -> int:
        """Return the next little-endian number.

        Raises:
            struct.error: there is none.
        """
        value: int = struct.unpack_from(f"<{form}", self._octets, self._place)[0]
        self._place += struct.calcsize(f"<{form}")
        return value

    def text(self, encoding: str, width: int) -> str:
        """Return the next text, which begins with the number of its characters.

        Raises:
            struct.error: it ends too early.
            UnicodeDecodeError: it is none.
        """
        length = self.number("B") * width
        self._place += length
        if self._place > len(self._octets):
            raise struct.error("the text is not complete")
        return self._octets[self._place - length : self._place].decode(encoding)


def _options(reader: _Reader) -> tuple[VotingOption, ...]:
    if reader.number("H") != _VERSION:
        return ()
    found = [_option(reader) for _ in range(reader.number("I"))]
    if reader.number("H") == _VERSION_OF_NAMES:
        names = [_name(reader) for _ in found]
        found = [(verb, VotingOption(name, one.prompt)) for (verb, one), name in zip(found, names, strict=True)]
    return tuple(one for verb, one in found if verb == _VOTE)


def _option(reader: _Reader) -> tuple[int, VotingOption]:
    """Return the verb of an option, and the option by its name in a legacy code page."""
    verb, name = reader.number("I"), reader.text("cp1252", 1)
    for _ in ("message class", "unused", "the name again"):
        reader.text("latin-1", 1)
    _, _, _, _, behaviour, _, _, _ = (reader.number(form) for form in "IBIIIIII")
    return verb, VotingOption(name, _PROMPTS.get(behaviour, VotePrompt.NONE))


def _name(reader: _Reader) -> str:
    name = reader.text("utf-16-le", 2)
    reader.text("utf-16-le", 2)
    return name
