"""The SOAP envelope: what a request's header asks for, and the header that every answer but a fault has."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from fakeserver.protocols.ews.soap.complex_types import check
from fakeserver.protocols.ews.soap.faults import invalid_request
from fakeserver.protocols.ews.soap.header import IMPERSONATION, read_header
from fakeserver.protocols.ews.soap.limits import check_number
from fakeserver.protocols.ews.soap.names import MESSAGES, SOAP, TYPES, XSD, XSI, s, t
from fakeserver.protocols.ews.soap.precision import in_milliseconds
from fakeserver.protocols.ews.soap.reading import Element, Find, children, content, has_text, parse, tag
from fakeserver.protocols.ews.soap.time_zone_context import check_context
from fakeserver.protocols.ews.soap.versions import (
    MAJOR_BUILD,
    MAJOR_VERSION,
    MINOR_BUILD,
    MINOR_VERSION,
    VERSION,
    requested_version,
)
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.steps import Steps
from fakeserver.tenant.access.opening import NamedBy

Value = TypeVar("Value")

#: The elements of ConnectingSID: the ways to name the user to impersonate.
IMPERSONATION_KINDS: Final[Mapping[str, NamedBy]] = {
    "PrincipalName": "upn",
    "SID": "sid",
    "PrimarySmtpAddress": "primary_address",
    "SmtpAddress": "address",
}

#: Operations whose element has ``Request`` behind their name. Source: the published services.wsdl.
_WITH_SUFFIX: Final = frozenset(
    "CreateMeetingInstance DeleteMeetingInstance GetMeetingInstance GetUserAvailability GetUserOofSettings "
    "SetUserOofSettings UpdateMeetingInstance".split()
)
_KINDS: Final = {t(kind): named_by for kind, named_by in IMPERSONATION_KINDS.items()}

_SERVER = (
    f'MajorVersion="{MAJOR_VERSION}" MinorVersion="{MINOR_VERSION}" MajorBuildNumber="{MAJOR_BUILD}" '
    f'MinorBuildNumber="{MINOR_BUILD}" Version="{VERSION}"'
)
_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>'
    f'<s:Envelope xmlns:s="{SOAP}"><s:Header><h:ServerVersionInfo {_SERVER} '
    f'xmlns:h="{TYPES}" xmlns:xsd="{XSD}" xmlns:xsi="{XSI}"/></s:Header><s:Body>'
)
_TAIL = "</s:Body></s:Envelope>"

#: Around each of several documents in one body: without a declaration, and with these prefixes. Clients cut the body at
#: ``<Envelope`` and ``</Envelope>`` (ews-javascript-api), or look for the name alone (exchangelib).
#: Sources: nmarus/node-ews#48, #56.
_STREAMED_HEAD = (
    f'<Envelope xmlns="{SOAP}"><soap11:Header xmlns:soap11="{SOAP}"><ServerVersionInfo xmlns:xsd="{XSD}" '
    f'xmlns:xsi="{XSI}" {_SERVER} xmlns="{TYPES}" /></soap11:Header><soap11:Body xmlns:soap11="{SOAP}">'
)
_STREAMED_TAIL = "</soap11:Body></Envelope>"

#: Characters beyond which a document is encoded in blocks; joining a megabyte takes a few milliseconds.
_LONG: Final = 1024 * 1024
#: Characters that are encoded at a time.
_BLOCK: Final = 256 * 1024


@dataclass(frozen=True)
class Impersonation:
    """The user whom a request impersonates."""

    named_by: NamedBy
    #: empty where the header names nobody
    value: str


@dataclass(frozen=True)
class Envelope:
    """The parts of a request."""

    #: EWS name, e.g. ``GetItem``
    operation: str
    #: the operation's element
    body: Element
    version: str
    impersonation: Impersonation | None
    #: whether dates and times are to be answered in milliseconds
    milliseconds: bool
    #: the children of the operation's element, by their names in Clark notation; none until they have been checked
    parts: dict[str, Element] = field(default_factory=dict, repr=False)
    #: what operations have read of it, by names of theirs; see `once`
    _read: dict[str, Any] = field(default_factory=dict, repr=False)

    def once(self, name: str, read: Callable[[], Value]) -> Value:
        """Return what a part of the request says, read when it is asked for first: the same request may come again.

        Args:
            name: of what is read.
            read: returns what rests on the request alone, and is changed by nobody.
        """
        try:
            found: Value = self._read[name]
        except KeyError:
            found = self._read[name] = read()
        return found


def read(request: bytes) -> Steps[Envelope]:
    """Parse a request, in steps.

    Raises:
        SoapFault: it is no SOAP envelope with an operation in its body, or asks for an unknown version; or as for
            `read_header`.
        Violation: it is not XML, or a block of its header is not as the schema has it.
        EwsError: its time zone is not known, or its header has too many blocks, or what is not performed.
    """
    root = yield from parse(request)
    check_number(root)
    header_element, asked = _parts(root)
    header = yield from read_header(header_element)
    operation = _operation(asked)
    version = requested_version(header)
    check_context(header)
    impersonation = yield from _impersonation(header)
    return Envelope(operation, asked, version, impersonation, in_milliseconds(header))


def _parts(root: Element) -> tuple[Element | None, Element]:
    """Return the header, and the operation's element.

    Assumption: anything beside them is as invalid as no operation, and so are two.

    Raises:
        SoapFault: it is no such envelope.
    """
    parts = list(root)
    names = [part.tag for part in parts]
    if root.tag != s("Envelope") or names not in ([s("Body")], [s("Header"), s("Body")]):
        raise invalid_request()
    body = parts[-1]
    if len(body) != 1 or has_text(root) or has_text(body):
        raise invalid_request()
    return parts[0] if len(parts) > 1 else None, body[0]


def _operation(asked: Element) -> str:
    """Return the name of an operation by its element, which may turn out to be none.

    Raises:
        SoapFault: the element is certainly none.
    """
    name = tag(asked)
    bare = name.removesuffix("Request")
    if not asked.tag.startswith(f"{{{MESSAGES}}}") or (bare in _WITH_SUFFIX) is (bare == name):
        raise invalid_request()
    return bare


def request_element(operation: str) -> str:
    """Return the name of an operation's element, e.g. ``GetItem``."""
    return f"{operation}Request" if operation in _WITH_SUFFIX else operation


def write(answer: Sequence[Xml]) -> "bytes | LongDocument":
    """Return a SOAP document, UTF-8, with an answer that comes in pieces."""
    return whole(answer) if sum(map(len, answer)) <= _LONG else LongDocument(answer)


def whole(answer: Sequence[Xml]) -> bytes:
    """Return a SOAP document, UTF-8, whatever its size."""
    return "".join((_HEAD, *answer, _TAIL)).encode()


def one_of_many(answer: Sequence[Xml]) -> bytes:
    """Return one of the SOAP documents, UTF-8, that a streamed answer consists of."""
    return "".join((_STREAMED_HEAD, *answer, _STREAMED_TAIL)).encode()


class LongDocument:
    """A SOAP document that is encoded while it is sent, so that others are served in between (a `wire.Stream`)."""

    def __init__(self, answer: Sequence[Xml]) -> None:
        self.on_wake: Callable[[], None] | None = None
        self._blocks = _encoded(answer)

    def next_chunk(self) -> bytes | None:
        """Return the next block."""
        return next(self._blocks, None)

    def wake_in(self) -> float | None:
        """Return None: everything is there."""
        return None

    def close(self) -> None:
        """Release the pieces."""
        self._blocks.close()


def _encoded(answer: Sequence[Xml]) -> Generator[bytes, None, None]:
    """Yield a document in blocks, some larger and the last one smaller than `_BLOCK`."""
    waiting, size = [_HEAD], 0
    for piece in answer:
        for start in range(0, len(piece), _BLOCK):
            waiting.append(piece[start : start + _BLOCK])
            size += len(waiting[-1])
            if size >= _BLOCK:
                yield "".join(waiting).encode()
                waiting, size = [], 0
    yield "".join((*waiting, _TAIL)).encode()


def _impersonation(header: Find) -> Steps[Impersonation | None]:
    asked = header(t("ExchangeImpersonation"))
    if asked is None:
        return None
    named = list(children(asked.find(t("ConnectingSID"))))
    # The schema has one of them; two, or another element, name nobody.
    if len(named) == 1 and (named_by := _KINDS.get(str(named[0].tag))) and (value := content(named[0]).strip()):
        yield from check(asked, IMPERSONATION)
        return Impersonation(named_by, value)
    return Impersonation("primary_address", "")
