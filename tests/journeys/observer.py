"""All that can be seen of a tenant, in values that compare: by IMAP, by EWS, and in what it holds."""

import re
from dataclasses import fields, is_dataclass
from types import FunctionType, MethodType

from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from tests.protocols.ews.client import Ews, envelope
from tests.protocols.imap.client import ImapClient
from tests.world import World

#: What a count of changes, a cache or another object's method says of itself is no state.
_NOT_SHOWN = {"generation", "when_readdressed", "find_mailbox", "_clock", "_random", "clock", "random", "users"}
_STATE = re.compile("SyncState>([^<]+)<")
_UIDNEXT = re.compile(r"UIDNEXT \d+")


class Observer:
    """Looks at a world with alice in it, and sees to it that no id ever has two meanings."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tenant = world.tenant
        self.ews = Ews(world)
        #: refresh tokens and codes that were ever given out
        self.given: list[str] = []
        #: every sync state that alice was given, with the position in her log
        self.states: list[tuple[str, int]] = []
        #: ids and UIDs that were ever seen -> what they were of
        self._meanings: dict[object, object] = {}

    def observed(self, states: int) -> object:
        """Return all that can be seen, with what alice's first so many sync states bring."""
        tenant = self.tenant
        rooms = (
            tenant.organization, tenant.policies, tenant.directory, tenant.permissions, tenant.tokens,
            tenant.keys.published, tenant.outbound, [vars(box.subscriptions) for box in self.tenant.mailboxes.all],
        )  # fmt: skip
        boxes = [(box.address, box.receive_limit, sorted(box.returned)) for box in self.tenant.mailboxes.all]
        known = [text for text in self.given if tenant.tokens.knows(text)]
        found = [tenant.user(address).upn for user in tenant.users for address in user.addresses]
        told: list[object] = []
        if self.ews.alice in tenant.users:
            told = [self._seen_by_imap(self.ews.alice), self._seen_by_ews(self.ews.alice)]
            told += [_STATE.sub("", self.sync(state)[0]) for state, _ in self.states[:states]]
        return _plain(rooms), boxes, known, found, [self._mail_of(box) for box in self.tenant.mailboxes.all], told

    def _mail_of(self, box: Mailbox) -> object:
        """Return what clients see in a mailbox."""
        listed = []
        for folder in box.folders.below(box.folders.distinguished("root")):
            items = [self._item_seen(item) for item in folder.items.values()]
            counts = (folder.unread_count, folder.associated_count, folder.change_key, folder.folder_class)
            listed.append((folder.folder_id, folder.path, folder.display_name, counts, items))
            for item in folder.items.values():
                self._means((folder.folder_id, folder.uid_validity, item.uid), item.mime())
        log = [change[:3] + change[4:6] for change in box.changes.since(0)]
        return listed, log, box.changes.folders_since(0)

    def _item_seen(self, item: Item) -> object:
        self._means(item.item_id, item)
        self._means((item.item_id, item.change_key), (item.mime(), item.flags))
        for each in item.attachments:
            self._means((item.item_id, each.number), each.name)
        attachments = [_attachment_seen(each) for each in item.attachments]
        return item.item_id, item.change_key, item.uid, item.flags, item.mime(), attachments, item.get("categories")

    def _means(self, named: object, meaning: object) -> None:
        assert self._meanings.setdefault(named, meaning) == meaning, f"{named} has another meaning now"

    def begin_to_sync(self) -> None:
        """Let alice be given a sync state."""
        found = _STATE.search(self.sync("")[0])
        if found is not None:
            self.states.append((found[1], self.ews.mailbox.changes.position))

    def _seen_by_imap(self, user: User) -> list[str]:
        """Return what a client is told, UIDNEXT left out."""
        client = ImapClient(self.world, user)
        said = client.says(b"A AUTHENTICATE XOAUTH2 " + client.blob(self.tenant.mint(user=user)))
        if not said[-1].startswith("A OK"):
            return said
        for command in ("LIST", "LSUB"):
            said += client.says(f'B {command} "" *')
        for folder in user.mailbox.folders.below():
            if folder.items and not folder.hidden:
                said += client.says(f'C EXAMINE "{folder.path}"')
                said += client.says("D UID FETCH 1:* (FLAGS INTERNALDATE BODYSTRUCTURE BODY.PEEK[])")
        return [_UIDNEXT.sub("UIDNEXT", line) for line in said]

    def _seen_by_ews(self, user: User) -> list[str]:
        """Return what a client is told of all folders and all items."""
        shape = "<t:BaseShape>AllProperties</t:BaseShape>"
        said = self._asks(
            user,
            f'<m:FindFolder Traversal="Deep"><m:FolderShape>{shape}</m:FolderShape><m:ParentFolderIds>'
            '<t:DistinguishedFolderId Id="root"/></m:ParentFolderIds></m:FindFolder>',
        )
        items = [item for folder in user.mailbox.folders.below() for item in folder.items.values()]
        if items:
            ids = "".join(f'<t:ItemId Id="{item.item_id}"/>' for item in items)
            said += self._asks(
                user, f"<m:GetItem><m:ItemShape>{shape}</m:ItemShape><m:ItemIds>{ids}</m:ItemIds></m:GetItem>"
            )
        return said

    def sync(self, state: str) -> list[str]:
        """Return what alice is told of changes in her inbox."""
        given = f"<m:SyncState>{state}</m:SyncState>" if state else ""
        return self._asks(
            self.ews.alice,
            "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId>"
            f'<t:DistinguishedFolderId Id="inbox"/></m:SyncFolderId>{given}'
            "<m:MaxChangesReturned>3</m:MaxChangesReturned></m:SyncFolderItems>",
        )

    def _asks(self, user: User, body: str) -> list[str]:
        return [self.ews.post(envelope(body), self.tenant.mint(user=user)).body.decode()]


def compare(after: object, before: object, path: str = "") -> None:
    """Say where, deep inside, two values differ."""
    if isinstance(after, list | tuple) and isinstance(before, list | tuple) and len(after) == len(before):
        for index, (one, other) in enumerate(zip(after, before, strict=True)):
            compare(one, other, f"{path}[{index}]")
    else:
        assert after == before, path


def _attachment_seen(attachment: Attachment) -> object:
    inner = attachment.item
    below = [] if inner is None else [_attachment_seen(each) for each in inner.attachments]
    return attachment.number, attachment.name, attachment.content, attachment.last_modified, below


def _plain(value: object) -> object:
    """Return what an object holds, in values that compare."""
    if isinstance(value, str | bytes | int | float | None | MethodType | FunctionType):
        return value
    if isinstance(value, dict):
        return [(key, _plain(held)) for key, held in value.items()]
    if isinstance(value, list | tuple):
        return [_plain(held) for held in value]
    if isinstance(value, set | frozenset):
        return sorted(map(repr, value))
    if type(value).__module__.startswith("fakeserver.tenant.tokens.keys"):
        return id(value)
    if type(value).__module__.startswith("fakeserver."):
        names = [each.name for each in fields(value)] if is_dataclass(value) else list(vars(value))
        return [(name, _plain(getattr(value, name))) for name in names if name not in _NOT_SHOWN]
    return repr(value)
