"""The search folders that every mailbox has, and what they show."""

import pytest

from fakeserver.steps import finish
from fakeserver.tenant.exchange.built_in_searches import BUILT_IN_SEARCHES
from fakeserver.tenant.exchange.entities import Folder
from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of("alice")


def folder(world: World, name: str) -> Folder:
    root = world.mailbox().folders.distinguished("root")
    return next(each for each in root.descendants() if each.display_name == name)


def test_each_of_the_table_is_there_and_is_one(world: World) -> None:
    for name in BUILT_IN_SEARCHES:
        assert folder(world, name).search is not None


def test_they_show_what_their_names_say(world: World) -> None:
    mailbox = world.mailbox()
    add, well_known = mailbox.items.add, mailbox.folders.distinguished
    mail = add(well_known("inbox"), "IPM.Note", {"subject": "mail", "categories": ["Red"]})
    contact = add(well_known("contacts"), "IPM.Contact", {"subject": "contact"})
    task = add(well_known("tasks"), "IPM.Task", {"subject": "task", "reminder_is_set": True})
    flagged = add(well_known("archive"), "IPM.Note", {"subject": "flagged"})
    mailbox.items.update(flagged, {"flagged": True})
    shown = {name: finish(mailbox.search.results.of(folder(world, name))) for name in BUILT_IN_SEARCHES}
    assert set(shown["AllItems"]) == {mail, contact, task, flagged}
    assert shown["AllContacts"] == shown["My Contacts"] == shown["MyContactsExtended"] == [contact]
    assert shown["AllCategorizedItems"] == [mail]
    assert set(shown["To-Do Search"]) == {task, flagged}
    assert shown["Reminders"] == [task]
    assert [name for name in ("Favorites", "RelevantContacts", "Spooler Queue") if shown[name]] == []
