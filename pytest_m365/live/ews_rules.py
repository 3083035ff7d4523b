"""What a live test may ask of EWS: what reads, and what changes its own items and folders; anything else is refused.

What is not known here changes something that nobody has thought of: rules, delegates, an absence reply.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from fakeserver.tenant.exchange.mime.message import Message
from pytest_m365.live.guard import Guard, NotAllowed
from pytest_m365.live.headers import read_header
from pytest_m365.live.own_folders import OwnFolders
from pytest_m365.live.recipients import check_recipient
from pytest_m365.live.tags import FIELD, Tag, tags_in

SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
TYPES = "{http://schemas.microsoft.com/exchange/services/2006/types}"
MESSAGES = "{http://schemas.microsoft.com/exchange/services/2006/messages}"
#: [MS-OXWS...]: what changes nothing that lasts
_READS = frozenset(
    "ConvertId ExpandDL ExportItems FindConversation FindFolder FindItem FindPeople GetAttachment GetConversationItems "
    "GetDelegate GetEvents GetFolder GetInboxRules GetItem GetMailTips GetPersona GetRoomLists GetRooms "
    "GetSearchableMailboxes GetServerTimeZones GetServiceConfiguration GetStreamingEvents GetUserAvailabilityRequest "
    "GetUserConfiguration GetUserOofSettingsRequest GetUserPhoto GetUserRetentionPolicyTags ResolveNames Subscribe "
    "SyncFolderHierarchy SyncFolderItems Unsubscribe".split()
)
#: what changes the items that it names by id
_CHANGES_ITEMS = frozenset(
    "ArchiveItem CopyItem CreateAttachment CreateItem DeleteAttachment DeleteItem MoveItem SendItem UpdateItem".split()
)
#: what changes the folders that it names by id, with all that is in them
_CHANGES_FOLDERS = frozenset("EmptyFolder DeleteFolder MoveFolder UpdateFolder MarkAllItemsAsRead".split())
#: ids of items that stand for others
_INDIRECT = [f"{TYPES}{name}" for name in ("OccurrenceItemId", "RecurringMasterItemId", "RecurringMasterItemIdRanges")]
_RECIPIENTS = [
    f"{TYPES}{name}"
    for name in (
        "ToRecipients", "CcRecipients", "BccRecipients", "RequiredAttendees", "OptionalAttendees", "Resources"
    )
]  # fmt: skip
_WHOSE = [*_RECIPIENTS, f"{TYPES}From"]
_ITEM_ID = f"{TYPES}ItemId"
_MIME = f"{TYPES}MimeContent"
_REFERENCE = f"{TYPES}ReferenceItemId"
#: kinds of items and folders that the helpers find again
_MAIL = (f"{TYPES}Message", f"{TYPES}PostItem")
_MAIL_FOLDER = f"{TYPES}Folder"
_MAIL_CLASS = "IPF.Note"
#: where a test may make folders: EWS's id of the place -> what their paths begin with
_ABOVE = {"msgfolderroot": "", "inbox": "Inbox/"}


@dataclass
class Rules:
    """What a request may do."""

    tag: Tag
    #: the mailbox's address
    user: str
    guard: Guard
    #: where mail may be sent
    domains: Collection[str]
    #: is told of the folders that the test makes
    folders: OwnFolders
    #: of the folders that the test has made: id -> path
    own_folders: dict[str, str] = field(default_factory=dict)
    #: of attachments that were seen: their ids -> their items'
    _items_with: dict[str, str] = field(default_factory=dict)

    def check(self, envelope: bytes) -> None:
        """Refuse a request.

        Raises:
            NotAllowed
        """
        operation = operation_of(envelope)
        name = etree.QName(operation).localname
        if name not in _READS | _CHANGES_ITEMS | _CHANGES_FOLDERS | {"CreateFolder"}:
            raise NotAllowed(f"{name}: nothing says that it changes only what is the test's; m365_fake takes it")
        if next(operation.iter(f"{MESSAGES}PushSubscriptionRequest"), None) is not None:
            raise NotAllowed("a push subscription: what happens in the mailbox would be told to another host")
        for address in _recipients(operation):
            check_recipient(address, self.domains)
        if name == "CreateItem":
            self._check_new(operation)
        elif name == "CreateFolder":
            for path in self._made_by(operation):
                self.folders.note_folder(path)
        elif name in _CHANGES_FOLDERS:
            self._check_folders(name, operation)

    def items_of(self, envelope: bytes) -> list[str]:
        """Return the ids of the items that a request changes; each must be the test's.

        Raises:
            NotAllowed: it changes some that it does not name.
        """
        operation = operation_of(envelope)
        name = etree.QName(operation).localname
        if name not in _CHANGES_ITEMS:
            return []
        ids = [*_ids(operation, "ItemId"), *_ids(operation, "ParentItemId"), *_ids(operation, "ReferenceItemId")]
        ids += [self._items_with.get(each, "") for each in _ids(operation, "AttachmentId")]
        is_indirect = next(operation.iter(*_INDIRECT), None) is not None
        if is_indirect or "" in ids or (not ids and name != "CreateItem"):
            raise NotAllowed(f"{name} without the ids of the items that it changes: get the item first, whole")
        return list(dict.fromkeys(ids))

    def check_items(self, envelope: bytes, items: Iterable[Item]) -> None:
        """Refuse a request that changes an item of somebody else, or sends one outside.

        Args:
            items: what `items_of` names.

        Raises:
            NotAllowed
        """
        operation = operation_of(envelope)
        name = etree.QName(operation).localname
        for item in items:
            if self.tag not in item.tags:
                raise NotAllowed(
                    f"{name} of an item that is not the test's; its own have {self.tag} in their address, Message-ID "
                    f"or {FIELD}"
                )
            is_answer = next(operation.iter(_REFERENCE), None) is not None
            if is_answer or name == "SendItem" or operation.get("MessageDisposition", "SaveOnly") != "SaveOnly":
                for address in [*item.recipients, *(item.senders if is_answer else ())]:
                    check_recipient(address, self.domains)

    def take_answer(self, envelope: bytes, answer: bytes) -> None:
        """Remember the folders that a request has made or renamed, and whose the attachments are that it shows."""
        operation = operation_of(envelope)
        name = etree.QName(operation).localname
        if name == "CreateFolder":
            answers = etree.fromstring(answer, parser()).iter(f"{MESSAGES}CreateFolderResponseMessage")
            for path, each in zip(self._made_by(operation), answers, strict=False):
                self.own_folders.update(dict.fromkeys(_ids(each, "FolderId"), path))
        elif name in ("MoveFolder", "UpdateFolder"):
            for old, new in self._renamed_by(name, operation):
                for each, path in self.own_folders.items():
                    if f"{path}/".startswith(f"{old}/"):
                        self.own_folders[each] = new + path[len(old) :]
        elif name in ("GetItem", "CreateItem", "CreateAttachment"):
            for attachment in etree.fromstring(answer, parser()).iter(f"{TYPES}AttachmentId"):
                items = (each.get("Id", "") for above in attachment.iterancestors() for each in above.iter(_ITEM_ID))
                self._items_with[attachment.get("Id", "")] = attachment.get("RootItemId", "") or next(items, "")

    # --- inside ------------------------------------------------------------------------------------------------

    def _check_new(self, operation: Any) -> None:
        """Refuse items that nobody would find again."""
        if operation.get("MessageDisposition") == "SendOnly":
            return
        folder = _ids(operation, "FolderId")
        is_in_own = bool(folder) and all(each in self.own_folders for each in folder)
        for item in operation.iterfind(f"{MESSAGES}Items/*"):
            if item.find(_REFERENCE) is not None:
                continue
            if item.tag not in _MAIL:
                kind = etree.QName(item).localname
                raise NotAllowed(f"CreateItem of a {kind}, which nobody would remove: m365_fake takes it")
            if not is_in_own and self.tag not in _tags(item):
                raise NotAllowed(
                    "CreateItem of a message that nothing marks as the test's, which nobody would remove: address it "
                    "to m365_mailbox.address, or make a folder for it"
                )

    def _check_folders(self, name: str, operation: Any) -> None:
        foreign = [each for each in _ids(operation, "FolderId") if each not in self.own_folders]
        if foreign or next(operation.iter(f"{TYPES}DistinguishedFolderId"), None) is not None:
            raise NotAllowed(f"{name} of a folder that the test has not made: others' items are in it")
        for old, new in self._renamed_by(name, operation):
            self.folders.note_renamed(old, new)

    def _renamed_by(self, name: str, operation: Any) -> Iterator[tuple[str, str]]:
        """Yield the paths that folders had and get; those of a folder that goes to Deleted Items, too."""
        paths = [self.own_folders[each] for each in _ids(operation, "FolderId")]
        if name == "MoveFolder":
            to, *moved = paths
            yield from ((path, f"{to}/{path.rpartition('/')[2]}") for path in moved)
        elif name == "UpdateFolder":
            for path, new in zip(paths, operation.iter(f"{TYPES}DisplayName"), strict=False):
                yield path, "/".join([*path.split("/")[:-1], new.text or ""])
        elif name == "DeleteFolder" and operation.get("DeleteType") == "MoveToDeletedItems":
            yield from ((path, f"Deleted Items/{path.rpartition('/')[2]}") for path in paths)

    def _made_by(self, operation: Any) -> list[str]:
        """Return the paths of the folders that a request makes, in order.

        Raises:
            NotAllowed: they are made where nobody would find them again.
        """
        parent = operation.find(f"{MESSAGES}ParentFolderId")
        above = "" if parent is None or len(parent) != 1 else parent[0].get("Id", "")
        if any(each.lower() != self.user.lower() for each in (addresses(parent, parent.tag) if above else ())):
            above = ""
        if above not in _ABOVE and above not in self.own_folders:
            raise NotAllowed(
                "CreateFolder below another folder than the mailbox's top, its Inbox or one of the test's own: make it "
                "by m365_mailbox.add_folder(...)"
            )
        start = _ABOVE.get(above, f"{self.own_folders.get(above, '')}/")
        made = [*operation.iterfind(f"{MESSAGES}Folders/*")]
        names = [each.findtext(f"{TYPES}DisplayName") or "" for each in made]
        for each, name in zip(made, names, strict=True):
            is_for_mail = (each.findtext(f"{TYPES}FolderClass") or _MAIL_CLASS).startswith(_MAIL_CLASS)
            if each.tag != _MAIL_FOLDER or not is_for_mail or "/" in name:
                raise NotAllowed(
                    f"CreateFolder {name}: folders of mail only, without / in their names, are found again"
                )
        return [f"{start}{name}" for name in names]


@dataclass(frozen=True)
class Item:
    """What an answer tells of an item that a request is about to change."""

    tags: Collection[Tag]
    recipients: Collection[str] = ()
    #: whom an answer goes to
    senders: Collection[str] = ()


def operation_of(envelope: bytes) -> Any:
    """Return the one operation of a request.

    Raises:
        NotAllowed
    """
    try:
        body = etree.fromstring(envelope, parser()).find(f"{SOAP}Body")
    except etree.XMLSyntaxError:
        body = None
    if body is None or len(body) != 1:
        raise NotAllowed("a request to EWS without one operation in it, of which nobody could say what it changes")
    return body[0]


def parser() -> etree.XMLParser:
    """Return a parser that opens nothing else."""
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def addresses(within: Any, *names: str) -> list[str]:
    """Return the addresses of the mailboxes in elements of these names; empty for one that has none of its own."""
    boxes = (box for part in within.iter(*names) for box in part.iter(f"{TYPES}Mailbox"))
    return [
        "" if box.find(_ITEM_ID) is not None else (box.findtext(f"{TYPES}EmailAddress") or "").strip() for box in boxes
    ]


def _ids(operation: Any, name: str) -> list[str]:
    return [
        each.get("Id") or each.get("RootItemId") or "" for each in operation.iter(f"{TYPES}{name}", f"{MESSAGES}{name}")
    ]


def _recipients(operation: Any) -> Iterator[str]:
    """Yield the addresses that a request puts into items."""
    yield from addresses(operation, *_RECIPIENTS)
    for content in operation.iter(_MIME):
        message = Message(_decoded(content))
        for each in (*message.to_recipients, *message.cc_recipients, *message.bcc_recipients):
            yield each.address


def _tags(item: Any) -> set[Tag]:
    """Return the tags of an item that is about to be made."""
    tags = tags_in(addresses=", ".join(addresses(item, *_WHOSE)))
    for content in item.iter(_MIME):
        tags |= read_header(_decoded(content)).tags
    return tags


def _decoded(content: Any) -> bytes:
    try:
        return b64decode(content.text or "")
    except binascii.Error:
        raise NotAllowed("MimeContent that is no base64, of which nobody could say to whom it goes") from None
