"""What is served is named as in Microsoft's metadata; what the metadata has and we don't is named, with the reason."""

from typing import Any

import pytest

from fakeserver.protocols.graph import properties
from fakeserver.protocols.graph.properties.table import EntityType
from fakeserver.protocols.graph.registry import find
from tests.modules import modules_of
from tests.protocols.graph.metadata.conforming import KNOWN, members
from tests.protocols.graph.metadata.not_served import OF_THE_DIRECTORY, OPERATIONS_NOT_SERVED, PROPERTIES_NOT_SERVED

ROOT = "microsoft.graph."


def catalogues() -> dict[str, EntityType[Any]]:
    """Return the entity types that we serve by a table, by their names without the namespace."""
    found: dict[str, EntityType[Any]] = {}
    for module in modules_of(properties):
        for each in vars(module).values():
            if isinstance(each, EntityType):
                found[each.name.removeprefix(ROOT)] = each
    return found


CATALOGUES = catalogues()


def served(name: str) -> set[str]:
    return {each.name for each in CATALOGUES[name].properties if not each.name.startswith("@")}


def derived_from(name: str) -> set[str]:
    """Return the entity types that have a type above them."""
    found = {each for each, declared in KNOWN["entities"].items() if declared.get("base") == name}
    return found | {further for each in found for further in derived_from(each)}


def test_mail_is_among_what_is_served() -> None:
    assert {"message", "mailFolder"} <= CATALOGUES.keys() <= KNOWN["entities"].keys() | KNOWN["complex"].keys()


@pytest.mark.parametrize("name", CATALOGUES)
def test_what_is_served_is_in_the_metadata(name: str) -> None:
    # A table may have what derived types have as well, as an eventMessage's has a request's.
    types = {name} | derived_from(name)
    assert served(name) <= {key for each in types for key in members(each, "properties")}
    navigation = {each.rpartition("/")[2] for each in CATALOGUES[name].navigation}
    assert navigation <= {key for each in types for key in members(each, "navigation")}


@pytest.mark.parametrize("name", sorted(CATALOGUES.keys() - OF_THE_DIRECTORY))
def test_what_is_not_served_has_its_reason(name: str) -> None:
    known = members(name, "properties").keys() | members(name, "navigation").keys()
    missing = known - served(name) - CATALOGUES[name].navigation
    assert missing == PROPERTIES_NOT_SERVED.get(name, {}).keys()


def operations() -> set[str]:
    """Return what is bound to what, as the metadata has it: "message/move", "Collection(message)/delta"."""
    return {f"{bound}/{name}" for bound, of in KNOWN["operations"].items() for name in of}


#: where an operation's path begins, by what it is bound to
PATHS = {
    "user": "/me",
    "message": "/me/messages/{message}",
    "mailFolder": "/me/mailFolders/{folder}",
    "event": "/me/events/{event}",
    "calendar": "/me/calendar",
    "subscription": "/subscriptions/{subscription}",
    "outlookUser": "/me/outlook",
    "calendarSharingMessage": "/me/messages/{message}/microsoft.graph.calendarSharingMessage",
    "contact": "/me/contacts/{contact}",
    "contactFolder": "/me/contactFolders/{folder}",
    "directoryObject": "/directoryObjects/{object}",
    "Collection(attachment)": "/me/messages/{message}/attachments",
    "Collection(contact)": "/me/contacts",
    "Collection(contactFolder)": "/me/contactFolders",
    "Collection(directoryObject)": "/directoryObjects",
    "Collection(event)": "/me/calendarView",
    "Collection(mailFolder)": "/me/mailFolders",
    "Collection(message)": "/me/mailFolders/{folder}/messages",
    "Collection(user)": "/users",
}


def is_served(operation: str) -> bool:
    """Say whether there is an operation of ours at an operation's path."""
    bound, _, name = operation.rpartition("/")
    method = "POST" if KNOWN["operations"][bound][name][0]["kind"] == "action" else "GET"
    try:
        found, _ = find(method, [*PATHS[bound].strip("/").split("/"), name])
    except Exception:  # noqa: BLE001  whatever it says: it is not there
        return False
    return found.path.lower().endswith(f"/{name.lower()}")


def test_each_operation_is_served_or_has_its_reason() -> None:
    assert sorted(each for each in operations() if not is_served(each)) == sorted(OPERATIONS_NOT_SERVED)
