"""The flag for follow-up, as EWS sets it and as the other protocols see it."""

from typing import Any

import pytest

from fakeserver.protocols.ews.soap.reading import tag
from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import fields, get_item

START = "<t:StartDate>2026-03-02T00:00:00Z</t:StartDate>"
DUE = "<t:DueDate>2026-03-03T00:00:00Z</t:DueDate>"
DONE = "<t:CompleteDate>2026-03-04T00:00:00Z</t:CompleteDate>"


def flag(status: str, dates: str = "") -> str:
    return f"<t:Flag><t:FlagStatus>{status}</t:FlagStatus>{dates}</t:Flag>"


def update(ews: Ews, item: Any, change: str) -> list[str]:
    codes: list[str] = ews(
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges>'
        f'<t:ItemChange><t:ItemId Id="{item.item_id}"/><t:Updates>{change}</t:Updates></t:ItemChange>'
        "</m:ItemChanges></m:UpdateItem>"
    ).codes
    return codes


def set_flag(ews: Ews, item: Any, written: str) -> list[str]:
    path = '<t:FieldURI FieldURI="item:Flag"/>'
    return update(ews, item, f"<t:SetItemField>{path}<t:Message>{written}</t:Message></t:SetItemField>")


def shown(ews: Ews, item: Any) -> str:
    """Return the flag as GetItem gives it."""
    answer = ews(get_item(item.item_id, paths=fields("item:Flag")))
    inside = (f"<t:{tag(child)}>{child.text}</t:{tag(child)}>" for child in answer.find(".//t:Flag"))
    return f"<t:Flag>{''.join(inside)}</t:Flag>"


@pytest.mark.parametrize(
    ("written", "flagged"),
    [
        (flag("Flagged", START + DUE), True),
        (flag("Flagged"), True),
        (flag("Complete", DONE), False),
        (flag("Complete"), False),
        (flag("NotFlagged"), False),
    ],
)
def test_a_flag_keeps_its_dates(ews: Ews, written: str, flagged: bool) -> None:
    item = ews.mailbox.deliver(subject="x")
    assert set_flag(ews, item, written) == ["NoError"]
    assert shown(ews, item) == written
    assert item.flags.flagged is flagged


@pytest.mark.parametrize(
    "written",
    [
        flag("Flagged", START),
        flag("Flagged", DUE),
        flag("Flagged", DONE),
        flag("Complete", START + DUE),
        flag("NotFlagged", START + DUE),
        flag("NotFlagged", DONE),
    ],
)
def test_what_does_not_go_together_changes_nothing(ews: Ews, written: str) -> None:
    item = ews.mailbox.deliver(subject="x")
    set_flag(ews, item, flag("Flagged", START + DUE))
    assert set_flag(ews, item, written) == ["ErrorInvalidArgument"]
    assert shown(ews, item) == flag("Flagged", START + DUE)


def test_a_flag_that_another_protocol_takes_away_is_away(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    set_flag(ews, item, flag("Flagged", START + DUE))
    ews.mailbox.items.set_flags(item, item.flags._replace(flagged=False))
    assert shown(ews, item) == flag("NotFlagged")


def test_deleting_the_flag_deletes_its_dates(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    set_flag(ews, item, flag("Complete", DONE))
    assert update(ews, item, '<t:DeleteItemField><t:FieldURI FieldURI="item:Flag"/></t:DeleteItemField>') == ["NoError"]
    assert shown(ews, item) == flag("NotFlagged")


@pytest.mark.parametrize(("version", "shown"), [("Exchange2010_SP2", []), ("Exchange2013", ["Complete"])])
def test_all_properties_have_the_flag_since_it_came(ews: Ews, version: str, shown: list[str]) -> None:
    item = ews.mailbox.deliver(subject="x")
    set_flag(ews, item, flag("Complete", DONE))
    answer = ews(
        get_item(item.item_id, base="AllProperties"),
        header=f'<t:RequestServerVersion Version="{version}"/>',
    )
    assert answer.texts(".//t:Flag/t:FlagStatus") == shown
    assert answer.texts(".//t:Flag/t:CompleteDate") == (["2026-03-04T00:00:00Z"] if shown else [])
