"""What may be asked of contacts, and what they are sorted by.

Sources: learn.microsoft.com/graph/api/user-list-contacts and GD#3251: of mail addresses only whether one is there.
Assumption: the texts of a contact are filtered as those of messages are.
"""

from collections.abc import Callable
from typing import Any, Final

from fakeserver.protocols.graph.finding.extended_conditions import extended_criterion
from fakeserver.protocols.graph.odata.fields import Field, Fields, Kind, Listed
from fakeserver.protocols.graph.properties.contact import CONTACT, CONTACT_FOLDER, TEXTS
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.values.times import read_time
from fakeserver.tenant.exchange.entities import Folder, Item

_VIEW: Final = View()
_EQUAL: Final = frozenset({"eq"})
_LISTS: Final = "categories imAddresses homePhones businessPhones children"


def _shown(name: str) -> Callable[[Item], Any]:
    """Return what reads what is shown of a property."""
    found = CONTACT.property(name)
    assert found is not None, name
    shown = found.read
    return lambda item: shown(item, _VIEW)


CONTACT_FIELDS: Final = Fields[Item](
    CONTACT,
    {
        "id": Field(Kind.EXACT, _shown("id")),
        "parentfolderid": Field(Kind.EXACT, _shown("parentFolderId")),
        **{name.lower(): Field(Kind.TEXT, _shown(name)) for name in (*TEXTS, "mobilePhone")},
        "birthday": Field(Kind.MOMENT, lambda item: item.get("birthday")),
        "createddatetime": Field(Kind.MOMENT, lambda item: item.created_at),
        "lastmodifieddatetime": Field(Kind.MOMENT, lambda item: item.modified_at),
    },
    {
        **{
            name.lower(): Listed(_shown(name), {"": Field(Kind.TEXT, lambda element: element, taken_by=_EQUAL)})
            for name in _LISTS.split()
        },
        "emailaddresses": Listed(
            _shown("emailAddresses"),
            {"address": Field(Kind.TEXT, lambda element: element["address"], taken_by=_EQUAL)},
        ),
    },
    moment=read_time,
    quantified=extended_criterion,
)


CONTACT_FOLDER_FIELDS: Final = Fields[Folder](
    CONTACT_FOLDER,
    {"displayname": Field(Kind.TEXT, lambda folder: folder.display_name)},
)
