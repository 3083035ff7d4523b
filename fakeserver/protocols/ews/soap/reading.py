"""How requests are read: the values that stand in elements.

A request that cannot be read raises the service's schema fault. Nothing is validated against the XSD: real clients
send, and Exchange Online takes, more than it allows.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from typing import Any

from lxml import etree

from fakeserver.protocols.ews.soap.faults import schema_violation
from fakeserver.protocols.ews.soap.names import local, m, t
from fakeserver.protocols.http import request_xml

Element = etree._Element

_DATE_TIME = re.compile(
    r"(-?\d{4,})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)


def parse(body: bytes) -> Element:
    """Return the root element of a request.

    Raises:
        SoapFault: it is not XML, has a document type, or nests too deeply. Assumption: the service reports
            such text as a schema violation with line and position.
    """
    try:
        return request_xml.parse(body)
    except request_xml.NotXmlError as problem:
        raise schema_violation(str(problem), problem.line, problem.position) from problem


def violation(element: Element, sentence: str) -> Exception:
    """Return the schema fault for something wrong at an element."""
    line: Any = element.sourceline
    return schema_violation(sentence, line or 1)


def tag(element: Element) -> str:
    """Return an element's name without its namespace."""
    return local(str(element.tag))


def children(parent: Element | None) -> Iterator[Element]:
    """Yield the child elements, none for None; entity references and other nodes are passed over."""
    if parent is not None:
        for child in parent:
            if isinstance(child.tag, str):
                yield child


def message_child(parent: Element, name: str) -> Element | None:
    """Return the child of the messages namespace, or None."""
    return parent.find(m(name))


def type_child(parent: Element, name: str) -> Element | None:
    """Return the child of the types namespace, or None."""
    return parent.find(t(name))


def required(parent: Element, qualified: str) -> Element:
    """Return a child that the schema demands, by lxml's name.

    Raises:
        SoapFault: it is missing.
    """
    child = parent.find(qualified)
    if child is None:
        expected = local(qualified)
        raise violation(
            parent,
            f"The element '{tag(parent)}' has incomplete content. List of possible elements expected: '{expected}'.",
        )
    return child


def content(element: Element | None) -> str:
    """Return the text of an element, empty for None.

    Raises:
        SoapFault: there are elements in it, as where a client sent HTML and did not escape it.
    """
    if element is None:
        return ""
    inner = next(children(element), None)
    if inner is not None:
        raise violation(
            inner,
            f"The element {_named(element)} cannot contain child element {_named(inner)} because the parent element's "
            "content model is text only.",
        )
    return element.text or ""


def _named(element: Element) -> str:
    """Name an element as .NET's schema validation does."""
    namespace, _, name = str(element.tag).rpartition("}")
    return f"'{name}' in namespace '{namespace[1:]}'" if namespace else f"'{name}'"


def attribute(element: Element, name: str) -> str:
    """Return an attribute that the schema demands.

    Raises:
        SoapFault: it is missing.
    """
    value = element.get(name)
    if value is None:
        raise violation(element, f"The required attribute '{name}' is missing.")
    return str(value)


def boolean_value(value: str) -> bool | None:
    """Return what an xs:boolean says (clients write ``1`` as well as ``true``), or None if it is none."""
    return {"true": True, "1": True, "false": False, "0": False}.get(value.strip().lower())


def boolean_of(element: Element | None, default: bool = False) -> bool:
    """Return an element's xs:boolean.

    Raises:
        SoapFault: its text is none.
    """
    if element is None:
        return default
    value = boolean_value(element.text or "")
    if value is None:
        raise violation(element, f"The '{tag(element)}' element is invalid - The string is not a valid Boolean value.")
    return value


def integer_attribute(element: Element, name: str, default: int | None = None) -> int:
    """Return an attribute's integer.

    Raises:
        SoapFault: it is no integer, or missing without a default.
    """
    given = element.get(name)
    if given is None and default is not None:
        return default
    value = attribute(element, name).strip()
    if not re.fullmatch(r"[+-]?\d{1,10}", value, re.ASCII):
        raise violation(element, f"The '{name}' attribute is invalid - The string is not a valid Int32 value.")
    return int(value)


def date_time_value(value: str, zone: tzinfo = UTC) -> datetime | None:
    """Return an xs:dateTime or xs:date as an aware datetime in UTC; without an offset it is in ``zone``."""
    match = _DATE_TIME.fullmatch(value.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    try:
        naive = datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int((fraction or "0").ljust(6, "0")[:6]),
        )
        if offset in (None, "Z"):
            return naive.replace(tzinfo=UTC if offset else zone).astimezone(UTC)
        return datetime.fromisoformat(naive.isoformat() + offset).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
