"""MarkAsJunk and MarkAllItemsAsRead (MS-OXWSCORE, fourth scenario and the operations' own sections)."""

import pytest

from tests.protocols.ews.client import Answer
from tests.protocols.ews.requirements.asking import INBOX, find, folder, get, get_folder, item_id
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.shown import parts_shown
from tests.protocols.ews.requirements.wire import EwsOverTls


def junk(ews: EwsOverTls, item: str, is_junk: bool, moves: bool) -> Answer:
    attributes = f'IsJunk="{str(is_junk).lower()}" MoveItem="{str(moves).lower()}"'
    return ews(f"<m:MarkAsJunk {attributes}><m:ItemIds>{item_id(item)}</m:ItemIds></m:MarkAsJunk>")


def delivered(ews: EwsOverTls) -> str:
    """Let bob's mail come; return its id."""
    return ews.mailbox.deliver(sender=ews.bob.address, subject="Herons").item_id


def where(ews: EwsOverTls, item: str) -> str:
    """Return the name of the folder that an item is in."""
    parent = ews(get(item)).attribute(".//t:ParentFolderId", "Id")
    return ews(get_folder(parent)).value(".//t:DisplayName")


@holds("MS-OXWSCORE", 1787, 1790, 1840, 1841, 1842, 1850, 1851, 1920, 1921, 1922, 1923)
@pytest.mark.parametrize("moves", [True, False])
def test_junk_and_no_longer(ews: EwsOverTls, moves: bool) -> None:
    item = delivered(ews)
    for is_junk, folder_name in ((True, "Junk Email"), (False, "Inbox")):
        answer = junk(ews, item, is_junk, moves)
        assert answer.codes == ["NoError"]
        moved = answer.attributes(".//m:MovedItemId", "Id")
        assert len(moved) == moves
        item = (moved or [item])[0]
        assert where(ews, item) == (folder_name if moves else "Inbox")
        assert list(ews.mailbox.blocked_senders) == ([ews.bob.address] if is_junk else [])


@holds("MS-OXWSCORE", 1791, 1792, 1809, 1812, 1813, 1814, 1815, 1818, 1821, 1822, 1844, 1845, 1847, 1848)
@holds("MS-OXWSCDATA", 3060)
def test_the_answer_of_mark_as_junk(ews: EwsOverTls) -> None:
    answer = junk(ews, delivered(ews), True, True)
    message = answer.find("m:ResponseMessages/m:MarkAsJunkResponseMessage")
    assert (message.get("ResponseClass"), answer.codes) == ("Success", ["NoError"])
    assert {
        "MarkAsJunkResponse", "MarkAsJunkResponseType", "BaseResponseMessageType", "MarkAsJunkResponseMessageType",
        "ResponseMessageType", "MarkAsJunkResponseMessageType/MovedItemId", "ItemIdType",
    } <= parts_shown(answer.element)  # fmt: skip


def mark_all(ews: EwsOverTls, read: str) -> Answer:
    return ews(
        f"<m:MarkAllItemsAsRead><m:ReadFlag>{read}</m:ReadFlag>"
        "<m:SuppressReadReceipts>true</m:SuppressReadReceipts>"
        f"<m:FolderIds>{folder(INBOX)}</m:FolderIds></m:MarkAllItemsAsRead>"
    )


@holds("MS-OXWSCORE", 1157, 1290)
def test_all_of_a_folder_are_read(ews: EwsOverTls) -> None:
    for _ in range(2):
        delivered(ews)
    for read in ("true", "false"):
        assert mark_all(ews, read).codes == ["NoError"]
        assert ews(find(INBOX)).texts(".//t:IsRead") == [read] * 2
        assert ews(get_folder(INBOX)).value(".//t:UnreadCount") == ("0" if read == "true" else "2")


@holds("MS-OXWSCORE", 1168, 1170, 1187, 1190, 1191, 1195, 1200, 1201, 1212, 1213, 1442, 1443)
def test_the_answer_of_mark_all_items_as_read(ews: EwsOverTls) -> None:
    answer = mark_all(ews, "true")
    message = answer.find("m:ResponseMessages/m:MarkAllItemsAsReadResponseMessage")
    assert (message.get("ResponseClass"), answer.codes) == ("Success", ["NoError"])
    assert {
        "MarkAllItemsAsReadResponse", "MarkAllItemsAsReadResponseType", "BaseResponseMessageType",
    } <= parts_shown(answer.element)  # fmt: skip
