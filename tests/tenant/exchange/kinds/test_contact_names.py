"""What the service makes of the parts of a contact's name."""

import pytest

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.contact import FileAs, PersonName
from fakeserver.tenant.exchange.kinds.contact_names import spoken_name
from fakeserver.tenant.exchange.mailbox import Mailbox

NAMES = {
    "given_name": "Ada",
    "middle_name": "M",
    "surname": "King",
    "generation": "II",
    "company_name": "Works",
    "display_name": "Countess",
}


@pytest.fixture
def box() -> Mailbox:
    from tests.world import World

    return World.of("alice").tenant.mailbox("alice")


def new(box: Mailbox, **properties: object) -> Item:
    return box.items.add(box.folders.distinguished("contacts"), "IPM.Contact", properties)


#: [MS-OXWSCONT] 3.1.4.1.2.4
FILED = {
    FileAs.NONE: "",
    FileAs.LAST_COMMA_FIRST: "King, Ada M",
    FileAs.FIRST_SPACE_LAST: "Ada M King II",
    FileAs.COMPANY: "Works",
    FileAs.LAST_COMMA_FIRST_COMPANY: "King, Ada M (Works)",
    FileAs.COMPANY_LAST_FIRST: "Works (KingAda M)",
    FileAs.LAST_FIRST: "KingAda M",
    FileAs.LAST_FIRST_COMPANY: "KingAda M (Works)",
    FileAs.COMPANY_LAST_COMMA_FIRST: "Works (King, Ada M)",
    FileAs.LAST_FIRST_SUFFIX: "KingAda II",
    FileAs.LAST_SPACE_FIRST_COMPANY: "King Ada M (Works)",
    FileAs.COMPANY_LAST_SPACE_FIRST: "Works (King Ada M)",
    FileAs.LAST_SPACE_FIRST: "King Ada M",
    FileAs.DISPLAY_NAME: "Countess",
    FileAs.FIRST_NAME: "Ada",
    FileAs.LAST_FIRST_MIDDLE_SUFFIX: "King Ada M II",
    FileAs.LAST_NAME: "King",
    FileAs.EMPTY: "",
}


def test_each_mapping_puts_the_parts_together(box: Mailbox) -> None:
    assert {each: new(box, **NAMES, file_as_mapping=each).get("file_as") or "" for each in FileAs} == FILED
    assert new(box, surname="King", file_as_mapping=FileAs.LAST_COMMA_FIRST_COMPANY).get("file_as") == "King"
    assert new(box, company_name="Works", file_as_mapping=FileAs.COMPANY_LAST_FIRST).get("file_as") == "Works"
    assert new(box, file_as_mapping=FileAs.LAST_COMMA_FIRST).get("file_as") is None


def test_a_change_of_a_part_makes_the_name_anew(box: Mailbox) -> None:
    item = new(box, **NAMES, file_as="mine", file_as_mapping=FileAs.LAST_NAME)
    # It came with the mapping.
    assert item.get("file_as") == "mine"
    box.items.update(item, {"job_title": "x"})
    assert item.get("file_as") == "mine"
    box.items.update(item, {"surname": "Queen"})
    assert item.get("file_as") == "Queen"
    box.items.update(item, {"file_as_mapping": FileAs.FIRST_NAME})
    assert item.get("file_as") == "Ada"
    box.items.update(item, {"file_as": "other"})
    assert (item.get("file_as"), item.get("file_as_mapping")) == ("other", FileAs.FIRST_NAME)


@pytest.mark.parametrize("mapping", [None, FileAs.NONE])
def test_without_a_mapping_a_name_stays(box: Mailbox, mapping: FileAs | None) -> None:
    item = new(box, **NAMES, file_as="mine")
    box.items.update(item, {"surname": "Queen", "file_as_mapping": mapping})
    assert item.get("file_as") == "mine"


def test_the_names_that_nobody_has_set(box: Mailbox) -> None:
    item = new(box, given_name="Ada", surname="King")
    assert [item.get(name) for name in ("subject", "display_name", "file_as")] == ["Ada King", "Ada King", None]
    assert spoken_name(item) == "Ada King"
    box.items.update(item, {"given_name": None})
    assert (item.get("subject"), item.get("complete_name")) == ("King", PersonName(last="King", full="King"))
    box.items.update(item, {"company_name": "Engines"})
    assert item.get("subject") == "King - Engines"
    # Texts that somebody sets are kept.
    box.items.update(item, {"display_name": "Countess", "subject": "s"})
    assert (item.get("subject"), item.get("complete_name").full) == ("s", "Countess")
    assert new(box).get("display_name") is None


def test_a_whole_name_has_its_title_and_how_it_is_spoken(box: Mailbox) -> None:
    item = new(box, title="Dr", surname="King", yomi_first_name="エイダ", yomi_last_name="キング")
    assert item.get("complete_name") == PersonName(
        title="Dr", last="King", full="King", phonetic_first="エイダ", phonetic_last="キング"
    )


@pytest.mark.parametrize("item_class", ["IPM.Contact", "IPM.DistList"])
def test_a_name_that_is_deleted_stays_so(box: Mailbox, item_class: str) -> None:
    contacts = box.folders.distinguished("contacts")
    item = box.items.add(contacts, item_class, {**NAMES, "file_as_mapping": FileAs.LAST_NAME, "subject": "mine"})
    box.items.update(item, dict.fromkeys(("subject", "file_as_mapping", "file_as")))
    box.items.update(item, {"surname": "Queen", "display_name": "Her Majesty"})
    [copy] = box.items.copy([item], contacts)
    assert [each.get(name) for each in (item, copy) for name in ("subject", "file_as_mapping")] == [None] * 4
    box.items.update(item, {"subject": "again", "file_as_mapping": FileAs.LAST_NAME})
    assert item.get("subject") == "again"


def test_what_is_filed_by_a_mapping_that_is_deleted_is_filed_as_nothing(box: Mailbox) -> None:
    item = new(box, **NAMES, file_as_mapping=FileAs.LAST_NAME)
    box.items.update(item, {"file_as_mapping": None})
    assert item.get("file_as") is None
