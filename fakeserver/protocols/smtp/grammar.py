"""The commands of SMTP: octets in, small values out (RFC 5321 section 4.1, RFC 3461, RFC 6152, RFC 3030, RFC 6531).

Reading is tolerant where Exchange is: blanks after the colon, an address without angle brackets. A path's route
(``<@a,@b:c@d>``) is dropped, as RFC 5321 asks.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from fakeserver.protocols.smtp.replies import (
    ARGUMENTS_INVALID,
    PARAMETER_UNKNOWN,
    RECIPIENT_INVALID,
    SENDER_INVALID,
    SIZE_LIMIT,
    TOO_LARGE,
    Reply,
)
from fakeserver.tenant.exchange.mime.addresses import is_address, is_domain, without_needless_quotes
from fakeserver.tenant.exchange.transport.envelope import FAILURE_ALONE, Event


class CommandInvalid(Exception):
    """A command cannot be read; ``reply`` says why."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(str(reply))
        self.reply = reply


@dataclass(frozen=True)
class Path:
    """The argument of MAIL FROM or RCPT TO."""

    #: ``local@domain``, in quotes only where it needs them; empty for the null reverse-path
    address: str
    #: ESMTP parameters by upper-case keyword; those without a value have ""
    parameters: Mapping[str, str]


@dataclass(frozen=True)
class Bdat:
    """The argument of BDAT (RFC 3030 section 2)."""

    size: int
    is_last: bool


#: Printable ASCII, with "+" and two hexadecimal digits for what else may be printed: "+", "=" and the space (RFC 3461
#: section 4).
_XTEXT = r"(?:[!-*,-<>-~]|\+(?:[2-6][0-9A-F]|7[0-9A-E]))"

_EVENTS: tuple[Event, ...] = get_args(Event)
_ENCODED = re.compile(r"\+([0-9A-F]{2})")

#: What MAIL takes: keyword and the form of its value, with the "=" before it.
MAIL_PARAMETERS: Mapping[str, re.Pattern[str]] = {
    "SIZE": re.compile(r"=[0-9]{1,20}"),
    "BODY": re.compile(r"=(?:7BIT|8BITMIME|BINARYMIME)", re.IGNORECASE | re.ASCII),
    "SMTPUTF8": re.compile(r""),
    "RET": re.compile(r"=(?:FULL|HDRS)", re.IGNORECASE | re.ASCII),
    "ENVID": re.compile(rf"={_XTEXT}{{1,100}}"),
    "AUTH": re.compile(rf"=(?:<>|{_XTEXT}{{1,500}})"),
}

#: What RCPT takes. Beyond ASCII there is nothing to read unless MAIL has said SMTPUTF8 (RFC 6533 section 3).
RECIPIENT_PARAMETERS: Mapping[str, re.Pattern[str]] = {
    "NOTIFY": re.compile(
        r"=(?:NEVER|(?:SUCCESS|FAILURE|DELAY)(?:,(?:SUCCESS|FAILURE|DELAY)){0,2})", re.IGNORECASE | re.ASCII
    ),
    "ORCPT": re.compile(rf"=(?:[A-Za-z0-9-]{{1,40}};{_XTEXT}{{1,500}}|(?i:utf-8);(?:{_XTEXT}|[^\x00-\x7f]){{1,500}})"),
}

#: In lower case.
POSTMASTER = "postmaster"

_BLANKS = " \t"
_ROUTE = re.compile(r"@[^:>]+:")
_PATH = re.compile(
    r'[ \t]*(?:<(?P<path>(?:"(?:[^"\\]|\\.)*"|[^<>"]++)*)>|(?P<bare>[^\s<>]+))(?P<rest>(?:[ \t].*)?)', re.DOTALL
)
_BDAT = re.compile(r"(?P<size>[0-9]{1,12})(?P<last>[ \t]+LAST)?", re.IGNORECASE | re.ASCII)
#: How a SASL mechanism may be called (RFC 4422 section 3.1).
MECHANISM = re.compile(r"[A-Z0-9_-]{1,20}")
#: What stands in no command, be it in NOOP's argument, which nobody reads.
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def split(line: bytes) -> tuple[str, str]:
    """Return a line's verb in upper case and its argument; octets that are not UTF-8 become surrogates.

    A verb beyond ASCII stays as it is: some of its letters would become others, as the long s becomes an S.

    Raises:
        CommandInvalid: a control character is in the argument.
    """
    verb, _, argument = line.decode("utf-8", "surrogateescape").rstrip(_BLANKS).partition(" ")
    if not argument.isprintable() and _CONTROLS.search(argument) is not None:
        raise CommandInvalid(ARGUMENTS_INVALID)
    return verb.upper() if verb.isascii() else verb, argument.lstrip(_BLANKS)


def read_hello(argument: str) -> str | None:
    """Return the client's name for EHLO or HELO, or None where it is no domain or address literal."""
    return argument if argument.isascii() and is_domain(argument) else None


def read_reverse_path(argument: str) -> Path:
    """Read MAIL's argument.

    Raises:
        CommandInvalid
    """
    path = _read_path(argument, "FROM:", MAIL_PARAMETERS, SENDER_INVALID)
    if not argument.isascii() and "SMTPUTF8" not in path.parameters:
        raise CommandInvalid(SENDER_INVALID)
    if int(path.parameters.get("SIZE", "0")) > SIZE_LIMIT:
        raise CommandInvalid(TOO_LARGE)
    return path


def read_forward_path(argument: str) -> Path:
    """Read RCPT's argument; ``Postmaster`` is the one address without a domain (RFC 5321 section 4.5.1).

    Raises:
        CommandInvalid
    """
    path = _read_path(argument, "TO:", RECIPIENT_PARAMETERS, RECIPIENT_INVALID)
    if not path.address:
        raise CommandInvalid(RECIPIENT_INVALID)
    return path


def read_bdat(argument: str) -> Bdat:
    """Read BDAT's argument.

    Raises:
        CommandInvalid
    """
    match = _BDAT.fullmatch(argument)
    if match is None:
        raise CommandInvalid(ARGUMENTS_INVALID)
    return Bdat(int(match["size"]), match["last"] is not None)


def read_notify(value: str | None) -> frozenset[Event]:
    """Return what NOTIFY asks for; without it, reports of failures."""
    if value is None:
        return FAILURE_ALONE
    words = value.upper().split(",")
    return frozenset(event for event in _EVENTS if event in words)


def decoded_xtext(value: str) -> str:
    """Return the text that xtext stands for (RFC 3461 section 4)."""
    return value and _ENCODED.sub(lambda match: chr(int(match[1], 16)), value)


def _read_path(argument: str, keyword: str, known: Mapping[str, re.Pattern[str]], invalid: Reply) -> Path:
    if argument[: len(keyword)].upper() != keyword:
        raise CommandInvalid(ARGUMENTS_INVALID)
    match = _PATH.fullmatch(argument, len(keyword))
    if match is None:
        raise CommandInvalid(invalid)
    address = (match["bare"] if match["path"] is None else match["path"]).strip(_BLANKS)
    route = _ROUTE.match(address)
    if route is not None:
        address = address[route.end() :]
    if address and not is_address(address) and not (keyword == "TO:" and address.lower() == POSTMASTER):
        raise CommandInvalid(invalid)
    return Path(without_needless_quotes(address), _read_parameters(re.findall(r"[^ \t]+", match["rest"]), known))


def _read_parameters(words: list[str], known: Mapping[str, re.Pattern[str]]) -> dict[str, str]:
    parameters: dict[str, str] = {}
    for word in words:
        keyword = word.partition("=")[0]
        keyword = keyword.upper() if keyword.isascii() else keyword
        form, value = known.get(keyword), word[len(keyword) :]
        if form is None or keyword in parameters:
            raise CommandInvalid(PARAMETER_UNKNOWN)
        if form.fullmatch(value) is None:
            raise CommandInvalid(ARGUMENTS_INVALID)
        parameters[keyword] = value[1:]
    return parameters
