"""t:DateTimePrecision: whether answers have dates and times in whole seconds or in milliseconds.

Source: web-service-reference/datetimeprecision.
"""

from typing import Final

from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import s, t
from fakeserver.protocols.ews.soap.reading import Element, word

PRECISION: Final = of_words("DateTimePrecisionType", "Seconds Milliseconds")


def in_milliseconds(node: Element) -> bool:
    """Say whether a request, of which an element is given, asks for milliseconds.

    Raises:
        Violation: it asks for neither.
    """
    header = node.getroottree().getroot().find(s("Header"))
    asked = None if header is None else header.find(t("DateTimePrecision"))
    return word(asked, PRECISION, "Seconds") == "Milliseconds"
