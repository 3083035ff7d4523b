"""A flag for follow-up is one thing, whichever protocol sets or clears it."""

import pytest

from fakeserver.tenant.exchange.entities import Item
from tests.protocols.ews.client import Ews
from tests.protocols.imap.client import ImapClient
from tests.world import World

START, DUE = "2026-11-30T08:00:00Z", "2026-12-01T08:00:00Z"
DATED = {"FlagStatus": "Flagged", "StartDate": START, "DueDate": DUE}
COMPLETE = {"FlagStatus": "Complete", "CompleteDate": DUE}


class BothWays:
    """One message, seen by IMAP and by EWS."""

    def __init__(self) -> None:
        world = World.of("alice", "bob")
        self._ews = Ews(world)
        self._item: Item = world.mailbox().deliver(subject="x")
        self._imap = ImapClient(world, world.user()).sign_in().select()

    def store(self, change: str) -> str:
        r"""Change flags by IMAP; return those that it shows: ``\Seen \Flagged``."""
        answer = self._imap.says(f"a STORE 1 {change}")
        assert answer[-1] == "a OK STORE completed."
        return self._imap.says("b FETCH 1 FLAGS")[0].removeprefix("* 1 FETCH (FLAGS (").removesuffix("))")

    def update(self, **flag: str) -> None:
        """Set the flag by EWS; without anything, delete it."""
        fields = "".join(f"<t:{name}>{value}</t:{name}>" for name, value in flag.items())
        path = '<t:FieldURI FieldURI="item:Flag"/>'
        change = (
            f"<t:SetItemField>{path}<t:Message><t:Flag>{fields}</t:Flag></t:Message></t:SetItemField>"
            if flag
            else f"<t:DeleteItemField>{path}</t:DeleteItemField>"
        )
        answer = self._ews(
            '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges>'
            f'<t:ItemChange><t:ItemId Id="{self._item.item_id}"/><t:Updates>{change}</t:Updates></t:ItemChange>'
            "</m:ItemChanges></m:UpdateItem>"
        )
        assert answer.codes == ["NoError"]

    def shown(self) -> dict[str, str]:
        """Return the flag as EWS shows it."""
        answer = self._ews(
            "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
            '<t:FieldURI FieldURI="item:Flag"/></t:AdditionalProperties></m:ItemShape><m:ItemIds>'
            f'<t:ItemId Id="{self._item.item_id}"/></m:ItemIds></m:GetItem>'
        )
        return {str(part.tag).partition("}")[2]: part.text or "" for part in answer.find(".//t:Flag")}


@pytest.fixture
def message() -> BothWays:
    return BothWays()


def test_dates_are_gone_once_imap_has_cleared_the_flag(message: BothWays) -> None:
    message.update(**DATED)
    assert message.store(r"+FLAGS (\Seen)") == r"\Seen \Flagged"
    assert message.shown() == DATED
    assert message.store(r"-FLAGS (\Flagged)") == r"\Seen"
    assert message.shown() == {"FlagStatus": "NotFlagged"}
    assert message.store(r"+FLAGS (\Flagged)") == r"\Seen \Flagged"
    assert message.shown() == {"FlagStatus": "Flagged"}


def test_a_flag_that_is_set_already_keeps_its_dates(message: BothWays) -> None:
    message.update(**DATED)
    for change in (r"+FLAGS (\Flagged)", r"FLAGS (\Flagged \Answered)"):
        message.store(change)
        assert message.shown() == DATED


def test_what_was_complete_is_flagged_anew_and_not_complete_afterwards(message: BothWays) -> None:
    message.update(**COMPLETE)
    assert message.store(r"+FLAGS (\Seen)") == r"\Seen"
    assert message.shown() == COMPLETE
    message.store(r"+FLAGS (\Flagged)")
    assert message.shown() == {"FlagStatus": "Flagged"}
    message.store(r"-FLAGS (\Flagged)")
    assert message.shown() == {"FlagStatus": "NotFlagged"}


@pytest.mark.parametrize("cleared", [{}, {"FlagStatus": "NotFlagged"}])
def test_ews_clears_what_imap_and_ews_have_set(message: BothWays, cleared: dict[str, str]) -> None:
    assert message.store(r"+FLAGS (\Flagged)") == r"\Flagged"
    message.update(**DATED)
    assert message.shown() == DATED
    message.update(**cleared)
    assert message.store(r"+FLAGS (\Seen)") == r"\Seen"
    assert message.shown() == {"FlagStatus": "NotFlagged"}
    message.update(FlagStatus="Flagged")
    assert message.shown() == {"FlagStatus": "Flagged"}
