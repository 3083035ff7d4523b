"""MessageDisposition: what becomes of a message that is created or changed."""

from typing import Final

from fakeserver.protocols.ews.soap.reading import Element, violation

SAVE_ONLY: Final = "SaveOnly"
SEND_ONLY: Final = "SendOnly"
SEND_AND_SAVE_COPY: Final = "SendAndSaveCopy"


def read_disposition(body: Element) -> str | None:
    """Return the MessageDisposition of an operation's element, None where it is missing.

    Raises:
        SoapFault: the schema has no such value.
    """
    given = body.get("MessageDisposition")
    if given is None or given in (SAVE_ONLY, SEND_ONLY, SEND_AND_SAVE_COPY):
        return given
    raise violation(body, "The 'MessageDisposition' attribute is invalid - The Enumeration constraint failed.")
