"""What each operation is to those who watch a whole mailbox: the same by pull, by push and by a stream."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from lxml import etree

from fakeserver.protocols.ews.service import EwsService
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.predicates import RulePredicates
from fakeserver.wire import Stream
from tests.protocols.ews.client import NAMESPACES, Ews, envelope
from tests.protocols.ews.operations.notifications.callback import HALF_AN_HOUR, Callback, result
from tests.protocols.ews.operations.notifications.subscriber import Pulling, get_streaming_events, kind, request
from tests.protocols.ews.requirements.asking import (
    attach,
    change,
    change_folder,
    create,
    create_folder,
    delete,
    disposed,
    file,
    folder,
    folders_to,
    item_id,
    message,
    named_folder,
    to_folder,
    update,
    update_folder,
    uri,
)
from tests.protocols.ews.requirements.meetings import appointment, people, response
from tests.world import World


class Watching:
    """Alice's mailbox, watched as a whole in three ways."""

    def __init__(self, ews: Ews, callback: Callback) -> None:
        self._ews, self._callback = ews, callback
        self._pulling = Pulling(ews, request("Pull", None))
        ews(request("Push", None, rest=HALF_AN_HOUR))
        callback.answer(result("OK"))
        assert callback.told == [["Status"]]
        subscription = ews(request("Streaming", None)).value(".//m:SubscriptionId")
        answer = ews.post(envelope(get_streaming_events(subscription)), ews.token(ews.alice))
        assert answer.stream is not None
        self.stream: Stream = answer.stream
        assert b"<m:ConnectionStatus>OK" in (self.stream.next_chunk() or b"")

    def events(self) -> tuple[list[etree._Element], ...]:
        """Return the events since the last time, by each way."""
        pushed = []
        while self._callback.sent:
            pushed += self._callback.sent.pop(0)
            self._callback.answer(result("OK"))
        chunk = self.stream.next_chunk()
        assert chunk is not None
        streamed = list(etree.fromstring(chunk).iterfind(".//m:Notification/*", NAMESPACES))[1:] if chunk else []
        pulled = [event for event in self._pulling.events() if kind(event) != "Status"]
        return pulled, pushed, streamed


# --- what is there before ---------------------------------------------------------------------------------------------

Thing = Item | Folder | None


def nothing(_ews: Ews) -> None:
    """Prepare nothing."""


def mail(ews: Ews) -> Item:
    """A message in the inbox."""
    return ews.mailbox.deliver(subject="Herons", sender="bob@example.com")


def draft(ews: Ews) -> Item:
    """A draft to bob."""
    return ews.mailbox.items.by_id(ews(create(message(to(ews.bob.address)))).attribute(".//t:ItemId", "Id"))


def old_folder(ews: Ews) -> Folder:
    """A folder in the inbox."""
    return ews.mailbox.add_folder("Inbox/Old")


def invitation(ews: Ews) -> Item:
    """Bob's invitation in alice's inbox."""
    walk = appointment(people("RequiredAttendees", ews.alice.address))
    assert ews(create(walk, invitations="SendToAllAndSaveCopy"), ews.bob).codes == ["NoError"]
    return ews.mailbox.messages()[-1]


# --- requests ---------------------------------------------------------------------------------------------------------


def to(address: str) -> str:
    return f"<t:ToRecipients><t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox></t:ToRecipients>"


def listed(item: Item) -> str:
    return f"<m:ItemIds>{item_id(item.item_id, item.change_key)}</m:ItemIds>"


def conversation(item: Item, kind_of_action: str, inside: str) -> str:
    return (
        f"<m:ApplyConversationAction><m:ConversationActions><t:ConversationAction><t:Action>{kind_of_action}</t:Action>"
        f'<t:ConversationId Id="{item.get("conversation_id")}"/>'
        f"<t:ContextFolderId>{folder('inbox')}</t:ContextFolderId>{inside}"
        "</t:ConversationAction></m:ConversationActions></m:ApplyConversationAction>"
    )


def upload(ews: Ews, item: Item, action: str, named: str = "") -> str:
    data = ews(f"<m:ExportItems>{listed(item)}</m:ExportItems>").value(".//m:Data")
    return (
        f'<m:UploadItems><m:Items><t:Item CreateAction="{action}"><t:ParentFolderId Id="{item.folder.folder_id}"/>'
        f"{named}<t:Data>{data}</t:Data></t:Item></m:Items></m:UploadItems>"
    )


SUBJECT = change("item:Subject", "<t:Subject>Coots</t:Subject>")
READ = change("message:IsRead", "<t:IsRead>true</t:IsRead>")
NAME = change_folder("folder:DisplayName", "<t:DisplayName>Older</t:DisplayName>")
SEARCH = (
    f"<t:SearchParameters><t:Restriction><t:Exists>{uri('item:Subject')}</t:Exists></t:Restriction>"
    f"<t:BaseFolderIds>{folder('inbox')}</t:BaseFolderIds></t:SearchParameters>"
)
MARK_ALL = (
    "<m:MarkAllItemsAsRead><m:ReadFlag>true</m:ReadFlag><m:SuppressReadReceipts>true</m:SuppressReadReceipts>"
    f"<m:FolderIds>{folder('inbox')}</m:FolderIds></m:MarkAllItemsAsRead>"
)
CONFIGURATION = (
    f'<m:CreateUserConfiguration><m:UserConfiguration><t:UserConfigurationName Name="n">{folder("inbox")}'
    "</t:UserConfigurationName></m:UserConfiguration></m:CreateUserConfiguration>"
)

CREATED: Final = ["Created", "(Modified)"]
CHANGED: Final = ["Modified", "(Modified)"]
MOVED: Final = ["Moved", "(Modified)", "(Modified)"]
#: In its folder, and in the one that has all items.
DELETED: Final = ["Deleted", "Deleted", "(Modified)"]
NEW_MAIL: Final = ["Created", "NewMail", "(Modified)"]

#: What happens -> what is there before, the request, and the events, those of folders in parentheses.
TABLE: Final[dict[str, tuple[Callable[[Ews], Any], Callable[[Ews, Any], str], list[str]]]] = {
    "CreateItem": (nothing, lambda ews, _: create(message(), to="inbox"), CREATED),
    "CreateItem, associated": (
        nothing,
        lambda ews, _: create(message("<t:IsAssociated>true</t:IsAssociated>"), to="inbox"),
        [],
    ),
    "CreateItem, an appointment": (
        nothing,
        lambda ews, _: create(appointment()),
        ["Created", "FreeBusyChanged", "(Modified)"],
    ),
    # A draft, which arrives, and goes to Sent Items.
    "CreateItem, to oneself": (
        nothing,
        lambda ews, _: create(message(to(ews.alice.address)), how="SendAndSaveCopy"),
        [*CREATED, *CHANGED, *NEW_MAIL, *MOVED],
    ),
    "SendItem": (
        draft,
        lambda ews, item: f'<m:SendItem SaveItemToFolder="true">{listed(item)}</m:SendItem>',
        [*CHANGED, *MOVED],
    ),
    "UpdateItem": (mail, lambda ews, item: update(item.item_id, SUBJECT), CHANGED),
    "UpdateItem, read": (mail, lambda ews, item: update(item.item_id, READ), CHANGED),
    "MarkAllItemsAsRead": (mail, lambda ews, _: MARK_ALL, CHANGED),
    "MoveItem": (mail, lambda ews, item: to_folder("MoveItem", "drafts", item.item_id), MOVED),
    "CopyItem": (mail, lambda ews, item: to_folder("CopyItem", "drafts", item.item_id), ["Copied", "(Modified)"]),
    "DeleteItem, to Deleted Items": (mail, lambda ews, item: delete(item.item_id, how="MoveToDeletedItems"), MOVED),
    "DeleteItem, soft": (mail, lambda ews, item: delete(item.item_id, how="SoftDelete"), DELETED),
    "DeleteItem, hard": (mail, lambda ews, item: delete(item.item_id), DELETED),
    "ArchiveItem": (
        mail,
        lambda ews, item: (
            f"<m:ArchiveItem><m:ArchiveSourceFolderId>{folder('inbox')}</m:ArchiveSourceFolderId>{listed(item)}"
            "</m:ArchiveItem>"
        ),
        DELETED,
    ),
    "MarkAsJunk": (
        mail,
        lambda ews, item: f'<m:MarkAsJunk IsJunk="true" MoveItem="true">{listed(item)}</m:MarkAsJunk>',
        MOVED,
    ),
    "ApplyConversationAction, Move": (
        mail,
        lambda ews, item: conversation(
            item, "Move", f"<t:DestinationFolderId>{folder('archive')}</t:DestinationFolderId>"
        ),
        MOVED,
    ),
    "ApplyConversationAction, SetReadState": (
        mail,
        lambda ews, item: conversation(item, "SetReadState", "<t:IsRead>true</t:IsRead>"),
        CHANGED,
    ),
    "ApplyConversationAction, Delete": (
        mail,
        lambda ews, item: conversation(item, "Delete", "<t:DeleteType>HardDelete</t:DeleteType>"),
        DELETED,
    ),
    "UploadItems, CreateNew": (mail, lambda ews, item: upload(ews, item, "CreateNew"), CREATED),
    "UploadItems, Update": (mail, lambda ews, item: upload(ews, item, "Update", item_id(item.item_id)), CHANGED),
    "EmptyFolder": (mail, lambda ews, _: disposed("EmptyFolder", "inbox", more=' DeleteSubFolders="false"'), DELETED),
    "CreateAttachment": (mail, lambda ews, item: attach(item.item_id, file()), CHANGED),
    "CreateUserConfiguration": (nothing, lambda ews, _: CONFIGURATION, []),
    # The answer is sent and kept, the appointment changes, and the request goes to Deleted Items.
    "CreateItem, AcceptItem": (
        invitation,
        lambda ews, item: response("AcceptItem", item.item_id),
        [*CREATED, "Modified", "FreeBusyChanged", "(Modified)", *CHANGED, *MOVED],
    ),
    "CreateFolder": (
        nothing,
        lambda ews, _: create_folder(named_folder("New"), parent="inbox"),
        ["(Created)", "(Modified)"],
    ),
    "CreateFolder, of a search": (
        nothing,
        lambda ews, _: create_folder(named_folder("Found", SEARCH, "SearchFolder")),
        ["(Created)", "(Modified)"],
    ),
    "UpdateFolder": (old_folder, lambda ews, old: update_folder(old.folder_id, NAME), ["(Modified)"]),
    "MoveFolder": (
        old_folder,
        lambda ews, old: folders_to("MoveFolder", "drafts", old.folder_id),
        ["(Moved)", "(Modified)", "(Modified)"],
    ),
    "CopyFolder": (
        old_folder,
        lambda ews, old: folders_to("CopyFolder", "drafts", old.folder_id),
        ["(Copied)", "(Modified)"],
    ),
    "DeleteFolder": (
        old_folder,
        lambda ews, old: disposed("DeleteFolder", old.folder_id),
        ["(Deleted)", "(Modified)"],
    ),
    "DeleteFolder, to Deleted Items": (
        old_folder,
        lambda ews, old: disposed("DeleteFolder", old.folder_id, how="MoveToDeletedItems"),
        ["(Moved)", "(Modified)", "(Modified)"],
    ),
}


@pytest.fixture
def callback() -> Callback:
    return Callback()


@pytest.fixture
def ews(callback: Callback) -> Ews:
    ews = Ews(World.of("alice", "bob", frozen=True))
    ews.service = EwsService(ews.cloud, callback)
    ews.alice.archive = True
    return ews


def content(event: etree._Element) -> list[tuple[str, str | None, str | None]]:
    """Return what an event says, but for its watermark."""
    return [
        (etree.QName(part).localname, part.get("Id"), part.text)
        for part in event
        if not str(part.tag).endswith("}Watermark")
    ]


def fields(name: str) -> list[str]:
    """Return the elements that an event of a kind has, besides the number of unread items."""
    subject = "Folder" if name.startswith("(") else "Item"
    present = ["TimeStamp", f"{subject}Id", "ParentFolderId"]
    return [*present, f"Old{subject}Id", "OldParentFolderId"] if name.strip("()") in ("Moved", "Copied") else present


def told(watching: Watching) -> list[str]:
    """Return the kinds of events since the last time, the same by each way, each with all that it has."""
    pulled, pushed, streamed = watching.events()
    watching.stream.close()
    said = [content(event) for event in pulled]
    assert said == [content(event) for event in pushed] == [content(event) for event in streamed]
    names = [kind(event) for event in pulled]
    for name, parts in zip(names, said, strict=True):
        assert [part for part, _, _ in parts if part != "UnreadCount"] == fields(name)
    return names


@pytest.mark.parametrize("what", TABLE)
def test_an_operation(ews: Ews, callback: Callback, what: str) -> None:
    before, asking, expected = TABLE[what]
    asked = asking(ews, before(ews))
    watching = Watching(ews, callback)
    assert set(ews(asked).codes) == {"NoError"}
    assert told(watching) == expected


@pytest.mark.parametrize("rule", [False, True])
def test_mail_that_comes_and_mail_that_a_rule_puts_elsewhere(ews: Ews, callback: Callback, rule: bool) -> None:
    place = ews.mailbox.add_folder("Birds")
    if rule:
        ews.mailbox.inbox_rules.add("birds", RulePredicates(), RuleActions(move_to_folder=place))
    watching = Watching(ews, callback)
    item = ews.tenant.deliver("alice", subject="Herons")
    assert item.folder is (place if rule else ews.mailbox.folders.distinguished("inbox"))
    assert told(watching) == NEW_MAIL
