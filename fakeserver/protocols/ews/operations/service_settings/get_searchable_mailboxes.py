"""GetSearchableMailboxes: which mailboxes an eDiscovery search may look through.

Nobody has the role that it wants, Discovery Management: no administrator has it by default, and Exchange Online has
withdrawn the searches. Sources: web-service-reference/getsearchablemailboxes-operation; exchangelib's
test_get_searchable_mailboxes.
"""

from fakeserver.protocols.ews.answers.forms import Flat
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.service_settings.errors import NO_DISCOVERY_ROLE
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import boolean_of, content
from fakeserver.protocols.ews.soap.writing import Xml


@operation(
    "GetSearchableMailboxes",
    answer=Flat("<m:SearchableMailboxes/>"),
    since="Exchange2013",
    request=complex_type(elements={"m:SearchFilter": TEXT, "m:ExpandGroupMembership": TEXT}),
)
def get_searchable_mailboxes(call: Call) -> Xml:
    """Refuse the caller, who has not the role.

    Raises:
        Violation: the request is not as the schema has it.
        EwsError: otherwise always.
    """
    content(call.parts.get(m("SearchFilter")))
    boolean_of(call.parts.get(m("ExpandGroupMembership")))
    raise EwsError(NO_DISCOVERY_ROLE)
