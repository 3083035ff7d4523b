"""The small members of mailboxSettings: how each is shown, and how it is read.

Source: learn.microsoft.com/graph/api/resources/mailboxsettings
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from fakeserver.protocols.graph.body import of_type
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, DOCUMENTED, MISMATCH, GraphError, Row
from fakeserver.protocols.graph.values.reading import chosen, structure, text
from fakeserver.tenant.exchange.permissions.delegates import MeetingDelivery
from fakeserver.tenant.languages import language_of
from fakeserver.tenant.refusals import FolderNotFound
from fakeserver.tenant.windows_zones import zone_named

#: "Errors" of user-update-mailboxsettings, which has it for the working hours.
INVALID_ZONE: Final = Row(
    400,
    "InvalidTimeZone",
    "Time Zone settings provided are invalid.",
    DOCUMENTED,
    fix="Windows' names (W. Europe Standard Time) and IANA's (Europe/Berlin) are zones",
)
INVALID_LANGUAGE: Final = Row(
    400,
    "ErrorInvalidArgument",
    "The locale '{locale}' is not supported.",
    ASSUMED,
    fix="/me/outlook/supportedLanguages lists the locales",
)
_LONGEST: Final = 100
_DELIVERIES: Final = {
    "sendToDelegateAndInformationToPrincipal": MeetingDelivery.DELEGATES_AND_INFORM_OWNER,
    "sendToDelegateAndPrincipal": MeetingDelivery.DELEGATES_AND_OWNER,
    "sendToDelegateOnly": MeetingDelivery.DELEGATES_ONLY,
}
_DELIVERY_WORDS: Final = {delivery: word for word, delivery in _DELIVERIES.items()}
_PURPOSES: Final = {"shared": "shared", "room": "room", "public_folders": "others"}
_LOCALE: Final = frozenset({"locale", "displayName"})
#: What is done once all is read.
Change = Callable[[], None]


def archive_folder(call: Call) -> str | None:
    """Return the id of the folder for archived mail."""
    try:
        return call.folder_id(call.mailbox.folders.distinguished("archive"))
    except FolderNotFound:
        return None


def purpose(call: Call) -> str:
    """Return whose mailbox it is: a user's, a room's..."""
    return _PURPOSES.get(call.visit.owner.kind, "user")


def write_delivery(call: Call) -> str | None:
    """Return who gets meeting messages; ``sendToDelegateOnly`` where nobody has chosen, as documented."""
    delegates, owner = call.tenant.permissions.delegates, call.visit.owner.object_id
    if not delegates.has_chosen(owner):
        return "sendToDelegateOnly"
    return _DELIVERY_WORDS.get(delegates.delivery(owner))


def read_delivery(call: Call, value: Any) -> Change:
    """Read who is to get them."""
    delivery = chosen(value, "delegateMeetingMessageDeliveryOptions", _DELIVERIES)
    return partial(call.tenant.permissions.delegates.set_delivery, call.visit.owner.object_id, delivery)


def read_time_zone(call: Call, value: Any) -> Change:
    """Read a time zone's name, which is kept in the form that it has."""
    name = str(of_type(value, str, "timeZone"))
    if zone_named(name) is None:
        raise GraphError(INVALID_ZONE)
    return partial(call.visit.owner.set, time_zone=name)


def read_date_format(call: Call, value: Any) -> Change:
    """Read a format. Assumption: any text is one."""
    return partial(call.visit.owner.set, date_format=_format(value, "dateFormat"))


def read_time_format(call: Call, value: Any) -> Change:
    """Read a format. Assumption: any text is one."""
    return partial(call.visit.owner.set, time_format=_format(value, "timeFormat"))


def _format(value: Any, name: str) -> str:
    given = text(value, name) or ""
    if len(given) > _LONGEST:
        raise GraphError(MISMATCH, name=name)
    return given


def write_locale(locale: str) -> dict[str, str | None]:
    """Return a localeInfo."""
    language = language_of(locale)
    return {"locale": locale, "displayName": None if language is None else language.english_name}


def write_language(call: Call) -> dict[str, str | None]:
    """Return the user's language."""
    return write_locale(call.visit.owner.language)


def read_language(call: Call, value: Any) -> Change:
    """Read a language; its name follows from its locale, whatever the client says of it."""
    given = structure(value, "language", "localeInfo", _LOCALE)
    text(given.get("displayName"), "displayName")
    locale = str(of_type(given.get("locale"), str, "locale"))
    language = language_of(locale)
    if language is None:
        raise GraphError(INVALID_LANGUAGE, locale=locale[:50])
    return partial(call.visit.owner.set, language=language.locale)
