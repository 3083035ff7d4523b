"""What the search folders show that every mailbox has.

Which folders are search folders is recorded of Exchange Online. Assumption: they show what their names say.
"""

from collections.abc import Callable, Mapping
from typing import Final

from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.item_classes import CONTACT, DISTRIBUTION_LIST, TASK, is_of
from fakeserver.tenant.exchange.search_folders import SearchFolder

_TOP: Final = "Top of Information Store"
_PEOPLE: Final = (CONTACT, DISTRIBUTION_LIST)


def _nothing(_: Item) -> bool:
    return False


def _everything(_: Item) -> bool:
    return True


def _person(item: Item) -> bool:
    return is_of(item.item_class, *_PEOPLE)


def _to_do(item: Item) -> bool:
    return item.flagged or is_of(item.item_class, TASK)


def _categorized(item: Item) -> bool:
    return bool(item.properties.get("categories"))


def _with_reminder(item: Item) -> bool:
    return bool(item.properties.get("reminder_is_set"))


#: Name of the folder -> where it looks, and what it shows of that.
#: The last ones are empty: what the service works out about people and favourites is not known here.
BUILT_IN_SEARCHES: Final[Mapping[str, tuple[str, Callable[[Item], bool]]]] = {
    "AllItems": (_TOP, _everything),
    "AllContacts": (_TOP, _person),
    "AllCategorizedItems": (_TOP, _categorized),
    "To-Do Search": (_TOP, _to_do),
    "Reminders": (_TOP, _with_reminder),
    "My Contacts": ("Contacts", _person),
    "MyContactsExtended": ("Contacts", _person),
    **dict.fromkeys(
        (
            "AllPersonMetadata",
            "Favorites",
            "From Favorite Senders",
            "RelevantContacts",
            "Spooler Queue",
            "UserCuratedContacts",
        ),
        (_TOP, _nothing),
    ),
}


def set_searches(by_name: Mapping[str, Folder]) -> None:
    """Make the search folders among a new mailbox's folders what they are."""
    for name, (place, shows) in BUILT_IN_SEARCHES.items():
        if name in by_name:
            by_name[name].search = SearchFolder(shows, (by_name[place],), deep=True)
