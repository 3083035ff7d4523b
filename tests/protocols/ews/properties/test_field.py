"""A row of the catalogue writes its element."""

from fakeserver.protocols.ews.properties.computed import View
from fakeserver.protocols.ews.properties.table import FIELDS
from tests.protocols.ews.client import Ews


def test_a_yes_or_no_is_written_as_such(ews: Ews) -> None:
    write = FIELDS["message:IsRead"].writer(View())
    item = ews.mailbox.deliver(subject="x")
    assert write(item) == "<t:IsRead>false</t:IsRead>"
    ews.mailbox.items.set_flags(item, item.flags._replace(seen=True))
    assert write(item) == "<t:IsRead>true</t:IsRead>"


def test_what_an_item_does_not_have_is_left_out(ews: Ews) -> None:
    item = ews.mailbox.items.add(ews.mailbox.folders.distinguished("inbox"), "IPM.Note", {"categories": []})
    for uri in ("message:References", "item:Categories", "message:From"):
        assert FIELDS[uri].writer(View())(item) == ""


def test_empty_lists_of_names_are_shown(ews: Ews) -> None:
    item = ews.mailbox.items.add(ews.mailbox.folders.distinguished("inbox"), "IPM.Note", {})
    assert FIELDS["item:DisplayCc"].writer(View())(item) == "<t:DisplayCc/>"
