"""SOAP 1.1's mustUnderstand: a header block that the client insists on, and that the service does not know."""

from collections.abc import Container, Iterable
from typing import Final

from lxml import etree

_SOAP: Final = "{http://schemas.xmlsoap.org/soap/envelope/}"
#: The values of mustUnderstand that ask for it.
_TRUE: Final = ("1", "true")
#: The actors that the service is; blocks for others are none of its business.
_OURSELVES: Final = (None, "", "http://schemas.xmlsoap.org/soap/actor/next")


def not_understood(blocks: Iterable[etree._Element], understood: Container[str]) -> str | None:
    """Return why a request is refused (faultcode MustUnderstand); None where every block may stand there.

    Args:
        blocks: children of the SOAP header.
        understood: names in Clark notation.

    Sources: SOAP 1.1 section 4.2.3; dotnet/wcf#3304 for the text.
    """
    for block in blocks:
        asked = block.get(f"{_SOAP}mustUnderstand") in _TRUE and block.get(f"{_SOAP}actor") in _OURSELVES
        if asked and block.tag not in understood:
            name = etree.QName(block)
            return (
                f"The header '{name.localname}' from the namespace '{name.namespace or ''}' was not understood by the "
                "recipient of this message, causing the message to not be processed.  This error typically indicates "
                "that the sender of this message has enabled a communication protocol that the receiver cannot "
                "process.  Please ensure that the configuration of the client's binding is consistent with the "
                "service's binding. "
            )
    return None
