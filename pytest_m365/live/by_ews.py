"""EWS as the way to a mailbox, by exchangelib."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pytest_m365.live.errors import FolderNotEmpty
from pytest_m365.live.ews_session import EwsSession, raise_first
from pytest_m365.live.folder_names import gone
from pytest_m365.live.headers import read_header, tags_in_report
from pytest_m365.live.tags import FIELD, MESSAGE_ID_DOMAIN
from pytest_m365.live.way import Found, Position, PositionLost

if TYPE_CHECKING:
    from pytest_m365.live.ews_folders import EwsFolders

#: changes in one answer, the most that EWS gives
_AT_ONCE = 512
#: PidTagMessageFlags: mfRead; without mfUnsent the message is no draft
_READ, _UNREAD = 1, 0
#: fields of an item that stand for fields of its header, where the store has kept none
_FIELDS = {
    "author": "From",
    "to_recipients": "To",
    "cc_recipients": "Cc",
    "bcc_recipients": "Bcc",
    "message_id": "Message-ID",
    "in_reply_to": "In-Reply-To",
    "references": "References",
}
_ASKED = ("subject", "headers", "item_class", *_FIELDS)


@dataclass
class _Log:
    """What SyncFolderItems has told of a folder: its items in the order in which they came."""

    validity: str = field(default_factory=lambda: secrets.token_hex(8))
    state: str | None = None
    last: int = 0
    #: id -> number, of what is there
    numbers: dict[str, int] = field(default_factory=dict)
    #: id -> DateTimeCreated, which stays when an item is moved, and which no client sets
    made_at: dict[str, datetime] = field(default_factory=dict)
    #: what was asked for once; a message doesn't change
    known: dict[str, Found] = field(default_factory=dict)


class ByEws:
    """One mailbox over EWS; connects when it is first asked for something."""

    name = "ews"

    def __init__(self, url: str, user: str, token: Callable[[], str], *, impersonate: bool = False) -> None:
        """Take what a connection needs; arguments are those of `EwsSession`.

        TLS is verified as requests does it, against the certificates that REQUESTS_CA_BUNDLE or certifi names.
        """
        self._connect: Callable[[], EwsSession] = lambda: EwsSession(url, user, token, impersonate=impersonate)
        self._session: EwsSession | None = None
        self._in: EwsFolders | None = None
        self._logs: dict[str, _Log] = {}

    def named(self, folder: str) -> str:
        """Return the one name of a folder."""
        return self._folders().named(folder)

    def position(self, folder: str) -> Position:
        """Return how far a folder is filled: the number of the last item that was told of."""
        log = self._synced(folder)
        return Position(log.validity, log.last)

    def after(self, folder: str, position: Position | None, *, made_since: datetime | None = None) -> Sequence[Found]:
        """Return the messages that came after a position."""
        log = self._synced(folder)
        if position is not None and position.validity != log.validity:
            raise PositionLost(folder)
        first = position.number if position is not None else 0
        later = [item for item, number in log.numbers.items() if number > first]
        if made_since is not None:
            later = [item for item in later if log.made_at[item] >= made_since]
        return self._found(folder, log, later)

    def marked(self, folder: str) -> Sequence[Found]:
        """Return the messages that have a tag."""
        there, session = self._folders().get(folder), self._open_session()
        from exchangelib import Q

        from pytest_m365.live.ews_classes import AskedFolder

        # Only a hint: what is found is looked at by its own header, and what is missed stays.
        hint = Q(item_class__startswith="REPORT")
        for name in ("message_id", "references", "in_reply_to"):
            hint |= Q(**{f"{name}__contains": f"@{MESSAGE_ID_DOMAIN}"})
        for words in ("+m365t-", f"{FIELD}:"):
            hint |= Q(transport_headers__contains=words)
        with session.asking(f"searching {folder}"):
            asked = AskedFolder(root=session.account.root, id=there.id, changekey=there.changekey, name=there.name)
            ids = [item.id for item in asked.filter(hint).only("id").order_by("datetime_created")]
        return [each for each in self._found(folder, self._log(folder), ids) if each.tags]

    def mime(self, found: Found) -> bytes:
        """Return a message."""
        octets: bytes = self._read(found, "mime_content")
        return octets

    def is_read(self, found: Found) -> bool:
        """Say whether a message is read."""
        return bool(self._read(found, "is_read"))

    def put(self, folder: str, mime: bytes, *, is_read: bool, received_at: datetime | None) -> None:
        """Store a message by CreateItem, as one that was sent."""
        there = self._folders().get(folder)
        from exchangelib import EWSDateTime
        from exchangelib.items import SAVE_ONLY

        from pytest_m365.live.ews_classes import ImportedMessage

        with self._open_session().asking(f"putting a message into {folder}") as account:
            message = ImportedMessage(
                account=account,
                folder=there,
                mime_content=mime,
                is_read=is_read,
                message_flags=_READ if is_read else _UNREAD,
                delivery_time=EWSDateTime.from_datetime(received_at) if received_at else None,
            )
            raise_first(account.bulk_create(there, [message], message_disposition=SAVE_ONLY))

    def remove(self, found: Collection[Found]) -> None:
        """Remove messages, each by its id."""
        if not found:
            return
        by_id = {each.id: each for each in found}
        there: dict[str, Found] = {}
        for folder in dict.fromkeys(each.folder for each in found):
            ids = [each.id for each in found if each.folder == folder]
            there |= {each.id: each for each in self._found(folder, _Log(), ids)}
        sure = [(item, None) for item, each in there.items() if each.tags and each.tags == by_id[item].tags]
        if sure:
            from exchangelib.items import HARD_DELETE

            with self._open_session().asking("removing messages") as account:
                raise_first(account.bulk_delete(sure, delete_type=HARD_DELETE))

    def folders(self) -> Sequence[str]:
        """Return the folders by name."""
        self._folders().forget()
        return list(self._folders().all())

    def add_folder(self, path: str) -> None:
        """Make a folder."""
        self._folders().make(path)

    def remove_folder(self, path: str) -> None:
        """Remove a folder."""
        # Another client may have removed it.
        self._folders().forget()
        try:
            there = self._folders().get(path)
        except LookupError:
            return
        name = self.named(path)
        below = [each for each in self.folders() if each.startswith(f"{name}/")]
        with self._open_session().asking(f"looking into the folder {path}"):
            held = len(list(there.all().only("id")))
        # Folders of appointments or contacts are none of mail, and would go with it.
        if below or held or there.child_folder_count:
            what = f"{held} messages" if held else f"the folder {below[0]}" if below else "a folder that is not of mail"
            raise FolderNotEmpty("ews", f"removing the folder {path}", f"it holds {what}")
        self._folders().remove(name)
        self._logs.pop(name, None)

    def close(self) -> None:
        """End the connection; the next call makes a new one."""
        session, self._session, self._in = self._session, None, None
        if session is not None:
            session.close()

    # --- inside ------------------------------------------------------------------------------------------------

    def _open_session(self) -> EwsSession:
        if self._session is None:
            self._session = self._connect()
        return self._session

    def _folders(self) -> EwsFolders:
        if self._in is None:
            # Says how exchangelib comes, where it is missing.
            session = self._open_session()
            from pytest_m365.live.ews_folders import EwsFolders

            self._in = EwsFolders(session)
        return self._in

    def _log(self, folder: str) -> _Log:
        return self._logs.setdefault(self.named(folder), _Log())

    def _synced(self, folder: str) -> _Log:
        """Return what is known of a folder, after asking what has changed."""
        there, log = self._folders().get(folder), self._log(folder)
        from exchangelib.errors import ErrorInvalidSyncStateData

        with self._open_session().asking(f"asking what is new in {folder}"):
            # What it remembers from before is another log's.
            there.item_sync_state = log.state
            created = []
            try:
                for change, item in there.sync_items(
                    sync_state=log.state, only_fields=["datetime_created"], max_changes_returned=_AT_ONCE
                ):
                    if change == "delete":
                        log.numbers.pop(item.id, None)
                        log.known.pop(item.id, None)
                        log.made_at.pop(item.id, None)
                    elif change in ("create", "update"):
                        created.append(item)
            except ErrorInvalidSyncStateData:
                self._logs[self.named(folder)] = _Log()
                return self._synced(folder)
            log.state = there.item_sync_state
        # Assumption: the answer is in no order that counts.
        for item in sorted(created, key=lambda each: each.datetime_created):
            if item.id not in log.numbers:
                log.last += 1
                log.numbers[item.id] = log.last
                log.made_at[item.id] = item.datetime_created
        return log

    def _fetched(self, ids: Iterable[str], *fields: str) -> list[Any]:
        """Return items, or errors in their places; within `asking`."""
        account = self._open_session().account
        return list(account.fetch([(each, None) for each in ids], only_fields=list(fields)))

    def _read(self, found: Found, name: str) -> Any:
        """Return a field of a message."""
        try:
            with self._open_session().asking(f"reading {found.subject!r}"):
                (item,) = self._fetched([found.id], name)
                if isinstance(item, Exception):
                    raise item
                return getattr(item, name)
        except LookupError:
            raise gone(found.subject, found.folder) from None

    def _found(self, folder: str, log: _Log, ids: Sequence[str]) -> list[Found]:
        name = self.named(folder)
        unknown = [item for item in ids if item not in log.known]
        if unknown:
            with self._open_session().asking(f"reading headers in {folder}"):
                items = self._fetched(unknown, *_ASKED)
                raise_first(items)
                for item in items:
                    if not isinstance(item, Exception):
                        log.known[item.id] = self._of(name, item)
        numbers = {item: log.numbers.get(item, place) for place, item in enumerate(ids)}
        return [replace(log.known[item], number=numbers[item]) for item in ids if item in log.known]

    def _of(self, folder: str, item: Any) -> Found:
        header = read_header(_header(item))
        tags = header.tags
        if not tags and str(item.item_class).startswith("REPORT"):
            (whole,) = self._fetched([item.id], "mime_content")
            tags = tags_in_report(getattr(whole, "mime_content", b"") or b"")
        return Found(
            folder=folder,
            id=item.id,
            number=0,
            subject=item.subject or "",
            sender=header.sender,
            recipients=header.recipients,
            message_id=header.message_id,
            tags=tags,
            is_answer=header.is_answer and not str(item.item_class).startswith("REPORT"),
            spam_level=header.spam_level,
        )


def _header(item: Any) -> bytes:
    """Return an item's header: as the store has kept it, and what it lacks out of the item's own fields."""
    kept = [(each.name, each.value or "") for each in item.headers or ()]
    names = {name.lower() for name, _ in kept}
    for attribute, name in _FIELDS.items():
        value = getattr(item, attribute, None)
        if value and name.lower() not in names:
            kept.append((name, _text(value)))
    lines = (f"{name}: {' '.join(value.split())}\r\n" for name, value in kept)
    return "".join(lines).encode("utf-8", "replace") + b"\r\n"


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    mailboxes = value if isinstance(value, list) else [value]
    return ", ".join(f"<{each.email_address}>" for each in mailboxes if each.email_address)
