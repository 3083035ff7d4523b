"""Microsoft Graph as the way to a mailbox."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pytest_m365.live.errors import FolderNotEmpty
from pytest_m365.live.folder_names import gone
from pytest_m365.live.graph_folders import GraphFolders
from pytest_m365.live.graph_message import SHOWN, header_of, written
from pytest_m365.live.graph_session import PAGE, GraphSession, StateLost, key
from pytest_m365.live.headers import read_header, tags_in_report
from pytest_m365.live.tags import FIELD, MESSAGE_ID_DOMAIN
from pytest_m365.live.way import Found, Position, PositionLost

#: properties of MAPI, and what may be in them where a message is marked
_HINTS = {
    "String 0x007D": ("+m365t-", f"{FIELD}:", f"@{MESSAGE_ID_DOMAIN}"),
    "String 0x1035": (f"@{MESSAGE_ID_DOMAIN}",),
    "String 0x1039": (f"@{MESSAGE_ID_DOMAIN}",),
    "String 0x1042": (f"@{MESSAGE_ID_DOMAIN}",),
    "String 0x001A": ("REPORT",),
}
#: What may be marked. Only a hint: what is found is looked at by its own header, and what is missed stays.
_MAY_BE_MARKED = " or ".join(
    f"singleValueExtendedProperties/any(ep: ep/id eq '{name}' and contains(ep/value,'{hint}'))"
    for name, hints in _HINTS.items()
    for hint in hints
)


@dataclass
class _Log:
    """What a folder's delta has told: its messages in the order in which they came."""

    validity: str = field(default_factory=lambda: secrets.token_hex(8))
    #: where the next question goes; empty: nothing was asked yet
    link: str = ""
    last: int = 0
    #: id -> number, of what is there
    numbers: dict[str, int] = field(default_factory=dict)
    #: id -> createdDateTime, which stays when a message is moved, and which no client sets
    made_at: dict[str, datetime] = field(default_factory=dict)
    #: what was asked for once; a message doesn't change
    known: dict[str, Found] = field(default_factory=dict)

    def forget(self, id_: str) -> None:
        """Take notice that a message is gone."""
        for each in (self.numbers, self.made_at, self.known):
            each.pop(id_, None)


class ByGraph:
    """One mailbox over Microsoft Graph; connects when it is first asked for something."""

    name = "graph"

    def __init__(self, url: str, user: str, token: Callable[[], str]) -> None:
        """Take what a connection needs; arguments are those of `GraphSession`.

        TLS is verified as requests does it, against the certificates that REQUESTS_CA_BUNDLE or certifi names.
        """
        self._connect: Callable[[], GraphSession] = lambda: GraphSession(url, user, token)
        self._session: GraphSession | None = None
        self._in: GraphFolders | None = None
        self._logs: dict[str, _Log] = {}

    def named(self, folder: str) -> str:
        """Return the one name of a folder."""
        return self._folders().named(folder)

    def position(self, folder: str) -> Position:
        """Return how far a folder is filled: the number of the last message that was told of."""
        log = self._synced(folder)
        return Position(log.validity, log.last)

    def after(self, folder: str, position: Position | None, *, made_since: datetime | None = None) -> Sequence[Found]:
        """Return the messages that came after a position."""
        log = self._synced(folder)
        if position is not None and position.validity != log.validity:
            raise PositionLost(folder)
        first = position.number if position is not None else 0
        later = [each for each, number in log.numbers.items() if number > first]
        if made_since is not None:
            later = [each for each in later if log.made_at[each] >= made_since]
        return self._found(folder, log, later)

    def marked(self, folder: str) -> Sequence[Found]:
        """Return the messages that have a tag."""
        where, doing = f"{self._folders().path(folder)}/messages", f"searching {folder}"
        pages = self._open_session().pages(where, doing, filter=_MAY_BE_MARKED, select="id", top=str(PAGE))
        ids = [each["id"] for each in pages]
        return [each for each in self._found(folder, self._log(folder), ids) if each.tags]

    def mime(self, found: Found) -> bytes:
        """Return a message."""
        octets: bytes = self._asked_about(found, "/$value").content
        return octets

    def is_read(self, found: Found) -> bool:
        """Say whether a message is read."""
        return bool(self._asked_about(found, "", select="isRead").json()["isRead"])

    def put(self, folder: str, mime: bytes, *, is_read: bool, received_at: datetime | None) -> None:
        """Store a message's parts, as one that was received; its octets are the service's then."""
        body = written(mime, is_read=is_read, received_at=received_at)
        where = f"{self._folders().path(folder)}/messages"
        self._open_session().ask("POST", where, f"putting a message into {folder}", body=body)

    def remove(self, found: Collection[Found]) -> None:
        """Remove messages, each by its id."""
        for each in found:
            there = self._found(each.folder, _Log(), [each.id])
            if there and there[0].tags and there[0].tags == each.tags:
                with suppress(LookupError):
                    path = f"messages/{key(each.id)}/permanentDelete"
                    self._open_session().ask("POST", path, "removing messages")

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
            shown = self._folders().shown(path)
        except LookupError:
            return
        name = self.named(path)
        below = [each for each in self._folders().all() if each.startswith(f"{name}/")]
        held = shown["totalItemCount"]
        # Folders of appointments or contacts are none of mail, and would go with it.
        if below or held or shown["childFolderCount"]:
            what = f"{held} messages" if held else f"the folder {below[0]}" if below else "a folder that is not of mail"
            raise FolderNotEmpty("graph", f"removing the folder {path}", f"it holds {what}")
        with suppress(LookupError):
            self._folders().remove(name)
        self._logs.pop(name, None)

    def close(self) -> None:
        """End the connection; the next call makes a new one."""
        session, self._session, self._in = self._session, None, None
        if session is not None:
            session.close()

    # --- inside ------------------------------------------------------------------------------------------------

    def _open_session(self) -> GraphSession:
        if self._session is None:
            self._session = self._connect()
        return self._session

    def _folders(self) -> GraphFolders:
        if self._in is None:
            self._in = GraphFolders(self._open_session())
        return self._in

    def _log(self, folder: str) -> _Log:
        return self._logs.setdefault(self.named(folder), _Log())

    def _synced(self, folder: str) -> _Log:
        """Return what is known of a folder, after asking what has changed."""
        log, created = self._log(folder), list[tuple[datetime, str]]()
        try:
            for entry in self._changes(folder, log):
                if "@removed" in entry:
                    log.forget(entry["id"])
                elif "createdDateTime" in entry:
                    created.append((datetime.fromisoformat(entry["createdDateTime"]), entry["id"]))
        except StateLost:
            self._logs[self.named(folder)] = _Log()
            return self._synced(folder)
        except LookupError:
            # Another process has removed the folder, and perhaps made one of that name again.
            name = self.named(folder)
            self._folders().forget()
            self._logs.pop(name, None)
            if not log.link:
                raise
            return self._synced(folder)
        # Assumption: the answer is in no order that counts.
        for made_at, each in sorted(created, key=lambda pair: pair[0]):
            if each not in log.numbers:
                log.last += 1
                log.numbers[each] = log.last
                log.made_at[each] = made_at
        return log

    def _changes(self, folder: str, log: _Log) -> Sequence[Any]:
        """Return what a folder's delta tells since the last question, and keep where the next one goes."""
        session, doing = self._open_session(), f"asking what is new in {folder}"
        entries: list[Any] = []
        link, query = log.link, dict[str, str]()
        if not link:
            link, query = f"{self._folders().path(folder)}/messages/delta", {"select": "createdDateTime"}
        while True:
            page = session.ask("GET", link, doing, query=query, prefer=f"odata.maxpagesize={PAGE}").json()
            entries += page["value"]
            if "@odata.nextLink" not in page:
                # Only now: what was asked for in vain is asked for again.
                log.link = page["@odata.deltaLink"]
                return entries
            link, query = page["@odata.nextLink"], {}

    def _asked_about(self, found: Found, what: str, **query: str) -> Any:
        """Return the answer to a question about one message, if it is still where it was found."""
        doing = f"reading {found.subject!r}"
        try:
            return self._open_session().ask("GET", f"messages/{key(found.id)}{what}", doing, query=query)
        except LookupError:
            raise gone(found.subject, found.folder) from None

    def _found(self, folder: str, log: _Log, ids: Sequence[str]) -> list[Found]:
        name, session = self.named(folder), self._open_session()
        for each in ids:
            if each not in log.known:
                with suppress(LookupError):
                    path, doing = f"messages/{key(each)}", f"reading headers in {folder}"
                    shown = session.get(path, doing, select=SHOWN)
                    log.known[each] = self._of(name, shown)
        numbers = {each: log.numbers.get(each, place) for place, each in enumerate(ids)}
        return [replace(log.known[each], number=numbers[each]) for each in ids if each in log.known]

    def _of(self, folder: str, shown: Any) -> Found:
        header = read_header(header_of(shown))
        tags = header.tags
        if not tags and header.is_report:
            path = f"messages/{key(shown['id'])}/$value"
            tags = tags_in_report(self._open_session().ask("GET", path, f"reading a report in {folder}").content)
        return Found(
            folder=folder,
            id=shown["id"],
            number=0,
            subject=shown.get("subject") or "",
            sender=header.sender,
            recipients=header.recipients,
            message_id=header.message_id,
            tags=tags,
            is_answer=header.is_answer and not header.is_report,
            spam_level=header.spam_level,
        )
