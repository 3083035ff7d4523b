"""t:DateTimePrecision: whether answers have dates and times in whole seconds or in milliseconds.

Source: web-service-reference/datetimeprecision.
"""

from collections.abc import Mapping
from typing import Final

from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, word

PRECISION: Final = of_words("DateTimePrecisionType", "Seconds Milliseconds")


def in_milliseconds(header: Mapping[str, Element]) -> bool:
    """Say whether a request asks for milliseconds; the elements of its SOAP header are given by name.

    Raises:
        Violation: it asks for neither.
    """
    return word(header.get(t("DateTimePrecision")), PRECISION, "Seconds") == "Milliseconds"
