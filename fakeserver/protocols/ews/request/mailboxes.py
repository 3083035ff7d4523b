"""t:Mailbox and m:Mailbox where they name whose mailbox is meant: in a distinguished folder's id, and of delegates."""

from typing import Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, each
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, non_empty, word
from fakeserver.protocols.ews.values.addresses import ADDRESS_KIND, INVALID_ROUTING, NO_ADDRESS

MAILBOX_TYPE: Final = Enumeration("MailboxTypeType", ADDRESS_KIND.words)
#: Only its address is used.
MAILBOX: Final = complex_type(
    elements=each("t:Name t:EmailAddress t:RoutingType t:MailboxType", TEXT),
    not_performed="t:ItemId t:OriginalDisplayName",
)


def read_mailbox(node: Element) -> str:
    """Return the address of the mailbox that is named.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: it has no address, or one of another kind than SMTP.
    """
    word(node.find(t("MailboxType")), MAILBOX_TYPE)
    if non_empty(node.find(t("RoutingType"))).strip().upper() not in ("", "SMTP"):
        raise EwsError(INVALID_ROUTING)
    address = non_empty(node.find(t("EmailAddress"))).strip()
    if not address:
        # Assumption: the code, as for recipients.
        raise EwsError(NO_ADDRESS)
    return address
