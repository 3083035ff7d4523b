"""EWS by hand: envelopes, and what an answer says: its code and text, or the names of its elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from pytest_m365.contract.asking.web import Answer

MESSAGES = "{http://schemas.microsoft.com/exchange/services/2006/messages}"
TYPES = "{http://schemas.microsoft.com/exchange/services/2006/types}"
_SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
_KNOWN = (MESSAGES, TYPES, _SOAP, "{http://schemas.microsoft.com/exchange/services/2006/errors}")

_ENVELOPE = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"'
    ' xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">'
    "<s:Header>{version}{impersonation}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
)
_IMPERSONATION = (
    "<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>{}</t:PrimarySmtpAddress></t:ConnectingSID>"
    "</t:ExchangeImpersonation>"
)


def envelope(body: str, version: str = "Exchange2016", impersonated: str = "") -> str:
    """Return an envelope.

    Args:
        version: of RequestServerVersion; empty leaves the header out.
        impersonated: the address that an application acts as; empty for a user.
    """
    return _ENVELOPE.format(
        version=f'<t:RequestServerVersion Version="{version}"/>' if version else "",
        impersonation=_IMPERSONATION.format(impersonated) if impersonated else "",
        body=body,
    )


class Soap:
    """An answer of EWS."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        try:
            # Answers are of the service that the run signs in to; expat expands no external entities.
            self._root: Element | None = fromstring(answer.body)
        except ParseError:
            self._root = None

    def lines(self) -> list[str]:
        """Return the deciding lines: status, code and text of each response message, or HTTP's own."""
        codes = list(self._codes())
        if self.answer.status not in (200, 500) or not codes:
            return self.answer.front_end()
        return [f"{self.answer.status} {code}" for code in dict.fromkeys(codes)]

    def _codes(self) -> Iterator[str]:
        for element in self._all():
            if _local(element) == "ResponseCode":
                text = self._text_beside(element)
                yield f"{element.text or ''}{': ' if text else ''}{text}"

    def _text_beside(self, code: Element) -> str:
        for parent in self._all():
            if code in list(parent):
                for child in parent:
                    if _local(child) in ("MessageText", "Message"):
                        return (child.text or "").strip()
        return ""

    def _all(self) -> Iterator[Element]:
        return iter(()) if self._root is None else self._root.iter()

    def named(self, name: str) -> list[Element]:
        """Return all elements of a local name, in order."""
        return [element for element in self._all() if _local(element) == name]

    def text(self, name: str) -> str:
        """Return the text of the first element of a name; empty where there is none."""
        found = self.named(name)
        return (found[0].text or "") if found else ""

    def id(self, name: str) -> str:
        """Return the Id of the first element of a name; empty where there is none."""
        return next((element.get("Id", "") for element in self.named(name)), "")

    def change_key(self, name: str) -> str:
        """Return the ChangeKey of the first element of a name."""
        return next((element.get("ChangeKey", "") for element in self.named(name)), "")

    def children(self, name: str) -> list[str]:
        """Return the names of the children of the first element of a name, in order, on one line.

        Only names of EWS's own namespaces, and of a fault, whose have none: nobody else gives those.
        """
        found = self.named(name)
        if not found:
            return self.lines()
        names = (_local(child) for child in found[0] if child.tag.startswith(_KNOWN) or "{" not in child.tag)
        return [" ".join(names) or "(nothing)"]

    def attributes(self, name: str) -> list[str]:
        """Return the names of the attributes of the first element of a name, sorted, on one line."""
        found = self.named(name)
        return [" ".join(sorted(found[0].attrib)) or "(nothing)"] if found else self.lines()


def _local(element: Element) -> str:
    return re.sub(r"^\{[^}]*\}", "", str(element.tag))
