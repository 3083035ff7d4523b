"""The properties of contacts, as far as one that is attached shows them: microsoft.graph.contact.

Source: learn.microsoft.com/graph/api/resources/contact. There are no operations on contacts here.
"""

from typing import Any, Final

from fakeserver.protocols.graph.ids import rest_id
from fakeserver.protocols.graph.properties.table import EntityType, Property
from fakeserver.protocols.graph.properties.values import moment
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.contact import PhoneKind


def _text(name: str) -> Any:
    return lambda item, _view: item.get(name)


def _emails(item: Item, _view: View) -> list[dict[str, Any]]:
    return [
        {"name": one.name or one.address, "address": one.address}
        for one in (item.get("email_addresses") or {}).values()
    ]


def _phones(*kinds: PhoneKind) -> Any:
    return lambda item, _view: [found for kind in kinds if (found := (item.get("phone_numbers") or {}).get(kind))]


def _mobile(item: Item, _view: View) -> str | None:
    return (item.get("phone_numbers") or {}).get(PhoneKind.MOBILE) or None


CONTACT_TYPE: Final = EntityType[Item](
    "microsoft.graph.contact",
    (
        Property("id", lambda item, _: rest_id(item.item_id)),
        Property("createdDateTime", lambda item, _: moment(item.created_at)),
        Property("lastModifiedDateTime", lambda item, _: moment(item.modified_at)),
        Property("categories", lambda item, _: list(item.get("categories") or ())),
        Property("displayName", _text("display_name")),
        Property("givenName", _text("given_name")),
        Property("middleName", _text("middle_name")),
        Property("nickName", _text("nickname")),
        Property("surname", _text("surname")),
        Property("title", _text("title")),
        Property("jobTitle", _text("job_title")),
        Property("companyName", _text("company_name")),
        Property("department", _text("department")),
        Property("emailAddresses", _emails),
        Property("homePhones", _phones(PhoneKind.HOME, PhoneKind.HOME_2)),
        Property("mobilePhone", _mobile),
        Property("businessPhones", _phones(PhoneKind.BUSINESS, PhoneKind.BUSINESS_2)),
    ),
)
