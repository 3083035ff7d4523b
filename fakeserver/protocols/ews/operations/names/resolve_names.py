"""ResolveNames: people and groups of the directory, and of contacts, by the beginning of a name or address.

Source: web-service-reference/resolvenames-operation.
"""

from base64 import b64encode
from collections.abc import Callable
from functools import partial
from typing import Final

from fakeserver.protocols.ews.answers.forms import Perform, PerItem, XmlSteps
from fakeserver.protocols.ews.answers.responses import ItemWarning
from fakeserver.protocols.ews.answers.shapes import BASE_SHAPE, ItemShape
from fakeserver.protocols.ews.answers.sharing import Sharing
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.names.contacts import contacts
from fakeserver.protocols.ews.operations.names.entries import write_entry
from fakeserver.protocols.ews.operations.names.errors import (
    INVALID_NAME,
    MULTIPLE_RESULTS,
    NO_CONTACTS_FOLDER,
    NO_RESULTS,
    ONE_FOLDER,
)
from fakeserver.protocols.ews.operations.names.matching import Named, listed, people
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import FOLDER_IDS, Id, named_folder, read_folder_id
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.parts import read_each
from fakeserver.protocols.ews.soap.reading import at_least_one, boolean_attribute, non_empty, word_attribute
from fakeserver.protocols.ews.soap.writing import Xml, element, joined, text
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Folder

#: Writes one candidate.
Resolution = Callable[[], Xml]
#: Maximum of candidates in one answer.
MAX_CANDIDATES: Final = 100
#: What is no name. Source: web-service-reference/responsecode, ErrorInvalidNameForNameResolution.
_NO_NAMES: Final = frozenset((" ", ",", "-"))

#: Search scope -> where is looked, in the order of the results.
SCOPES: Final = {
    "ActiveDirectory": ("directory",),
    "ActiveDirectoryContacts": ("directory", "contacts"),
    "ContactsActiveDirectory": ("contacts", "directory"),
    "Contacts": ("contacts",),
}
SCOPE: Final = Enumeration("ResolveNamesSearchScopeType", SCOPES)


@operation(
    "ResolveNames",
    answer=PerItem("UnresolvedEntry", non_empty, repeated=True),
    since="Exchange2007",
    request=complex_type(
        "ReturnFullContactData SearchScope ContactDataShape",
        {"m:ParentFolderIds": FOLDER_IDS, "m:UnresolvedEntry": TEXT},
        # exchangelib sends several names at once.
        repeated="m:UnresolvedEntry",
    ),
)
def resolve_names(call: Call) -> Perform[str]:
    """Resolve the entry; more than one candidate is a warning that lists them.

    Without a folder the caller's own Contacts folder is looked through; a contact is a candidate by each address.
    """
    full = boolean_attribute(call.body, "ReturnFullContactData")
    scope = word_attribute(call.body, "SearchScope", SCOPE, "ActiveDirectoryContacts")
    base = word_attribute(call.body, "ContactDataShape", BASE_SHAPE, "Default")
    node = call.parts.get(m("ParentFolderIds"))
    targets = [] if node is None else read_each(at_least_one(node), read_folder_id)
    if len(targets) > 1:
        raise EwsError(ONE_FOLDER)
    write = ItemShape(base, sharing=Sharing(call)).write

    def resolve(entry: str) -> XmlSteps:
        if entry in _NO_NAMES:
            raise EwsError(INVALID_NAME)
        found: list[Resolution] = []
        for place in SCOPES[scope]:
            if place == "directory":
                meant = yield from people(listed(call.tenant.directory), entry)
                shown = base if full else ""
                found += [partial(_resolution, one, shown) for one in meant]
            else:
                candidates = yield from contacts(_folder(call, targets), entry, call.shows)
                found += [partial(one.write, write if full else None) for one in candidates]
        if not found:
            raise EwsError(NO_RESULTS)
        resolved = _resolution_set(found)
        if len(found) > 1:
            raise ItemWarning(MULTIPLE_RESULTS, resolved)
        return resolved

    return resolve


def _folder(call: Call, targets: list[Id[Folder]]) -> Folder | None:
    """Return the folder of contacts; None for a caller who has no mailbox.

    Raises:
        EwsError: it is of another kind.
    """
    if not targets:
        return None if call.visit is None else call.mailbox.folders.distinguished("contacts")
    folder = named_folder(call, targets[0], "read")
    if not folder.folder_class.startswith("IPF.Contact"):
        raise EwsError(NO_CONTACTS_FOLDER)
    return folder


def _resolution_set(found: list[Resolution]) -> Xml:
    shown = found[:MAX_CANDIDATES]
    return element(
        "m:ResolutionSet",
        *(write() for write in shown),
        TotalItemsInView=str(len(shown)),
        IncludesLastItemInRange="true" if len(shown) == len(found) else "false",
    )


def _resolution(one: Named, base: str) -> Xml:
    """Write somebody of the directory, with the data that a base shape has; none where it is empty."""
    mailbox = write_entry(one)
    return element("t:Resolution", mailbox, _contact(one, base)) if base else element("t:Resolution", mailbox)


def _contact(one: Named, base: str) -> Xml:
    photo = one.photo if isinstance(one, User) and base == "AllProperties" else None
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
        # exchange-web-services/how-to-get-user-photos-by-using-ews-in-exchange
        text("t:Photo", b64encode(photo).decode("ascii")) if photo else None,
    ]
    return element("t:Contact", joined(part for part in parts if part is not None))
