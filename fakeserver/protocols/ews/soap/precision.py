"""t:DateTimePrecision: whether answers have dates and times in whole seconds or in milliseconds.

Source: web-service-reference/datetimeprecision.
"""

from typing import Final

from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Find, word

PRECISION: Final = of_words("DateTimePrecisionType", "Seconds Milliseconds")


def in_milliseconds(header: Find) -> bool:
    """Say whether the SOAP header of a request asks for milliseconds.

    Raises:
        Violation: it asks for neither.
    """
    return word(header(t("DateTimePrecision")), PRECISION, "Seconds") == "Milliseconds"
