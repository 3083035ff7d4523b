"""ResolveNames: people and distribution groups of the directory by the beginning of a name or address.

Source: web-service-reference/resolvenames-operation.
"""

from typing import Final

from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.answers.responses import ItemWarning
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.names.entries import write_entry
from fakeserver.protocols.ews.operations.names.errors import INVALID_NAME, MULTIPLE_RESULTS, NO_RESULTS
from fakeserver.protocols.ews.operations.names.matching import Named, people
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.reading import boolean_attribute, non_empty, word_attribute
from fakeserver.protocols.ews.soap.writing import Xml, element, joined, text
from fakeserver.tenant.directory.users import User

#: Maximum of candidates in one answer.
MAX_CANDIDATES: Final = 100
#: What is no name. Source: web-service-reference/responsecode, ErrorInvalidNameForNameResolution.
_NO_NAMES: Final = frozenset((" ", ",", "-"))

#: Search scope -> whether it includes the directory.
SCOPES: Final = {
    "ActiveDirectory": True,
    "ActiveDirectoryContacts": True,
    "ContactsActiveDirectory": True,
    "Contacts": False,
}
SCOPE: Final = Enumeration("ResolveNamesSearchScopeType", SCOPES)


@operation(
    "ResolveNames",
    answer=PerItem("UnresolvedEntry", non_empty, repeated=True),
    since="Exchange2007",
    request=complex_type(
        "ReturnFullContactData SearchScope",
        {"m:UnresolvedEntry": TEXT},
        not_performed="m:ParentFolderIds @ContactDataShape",
        # exchangelib sends several names at once.
        repeated="m:UnresolvedEntry",
    ),
)
def resolve_names(call: Call) -> Perform[str]:
    """Resolve the entry; more than one candidate is a warning that lists them.

    Assumption: people in the mailbox's own Contacts folder are not looked up, so the scope Contacts finds nobody.
    """
    full = boolean_attribute(call.body, "ReturnFullContactData")
    scope = word_attribute(call.body, "SearchScope", SCOPE, "ActiveDirectoryContacts")

    def resolve(entry: str) -> Xml:
        if entry in _NO_NAMES:
            raise EwsError(INVALID_NAME)
        directory = call.tenant.directory
        known: list[Named] = [*call.tenant.users, *directory.distribution_groups.values()]
        found = people(known, entry) if SCOPES[scope] else []
        if not found:
            raise EwsError(NO_RESULTS)
        resolved = _resolution_set(found, full)
        if len(found) > 1:
            raise ItemWarning(MULTIPLE_RESULTS, resolved)
        return resolved

    return resolve


def _resolution_set(found: list[Named], full: bool) -> Xml:
    shown = found[:MAX_CANDIDATES]
    return element(
        "m:ResolutionSet",
        *(_resolution(one, full) for one in shown),
        TotalItemsInView=str(len(shown)),
        IncludesLastItemInRange="true" if len(shown) == len(found) else "false",
    )


def _resolution(one: Named, full: bool) -> Xml:
    mailbox = write_entry(one)
    return element("t:Resolution", mailbox, _contact(one)) if full else element("t:Resolution", mailbox)


def _contact(one: Named) -> Xml:
    # The primary address is marked by capitals, as in the directory's proxyAddresses; a Contact holds three.
    addresses = [f"{'smtp' if number else 'SMTP'}:{address}" for number, address in enumerate(one.addresses[:3])]
    parts = [
        text("t:DisplayName", one.display_name),
        text("t:GivenName", one.given_name) if isinstance(one, User) and one.given_name else None,
        element(
            "t:EmailAddresses",
            *(text("t:Entry", address, Key=f"EmailAddress{n}") for n, address in enumerate(addresses, start=1)),
        ),
        text("t:ContactSource", "ActiveDirectory"),
        text("t:Surname", one.surname) if isinstance(one, User) and one.surname else None,
    ]
    return element("t:Contact", joined(part for part in parts if part is not None))
