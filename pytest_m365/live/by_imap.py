"""IMAP as the way to a mailbox."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from fakeserver.endpoint import Endpoint
from pytest_m365.live.errors import AccessRefused, FolderNotEmpty
from pytest_m365.live.folder_names import canonical, gone, names_in_mailbox, not_found, same_name
from pytest_m365.live.headers import FIELDS, read_header, tags_in_report
from pytest_m365.live.imap_answers import sequence_sets
from pytest_m365.live.imap_known import Known
from pytest_m365.live.imap_session import ImapSession
from pytest_m365.live.tags import FIELD, MESSAGE_ID_DOMAIN
from pytest_m365.live.way import Found, Position, PositionLost

_HEADER = f"HEADER.FIELDS ({' '.join(FIELDS)})"
#: reports whose bodies are read at most in one look, in search of what they are about
_MOST_REPORTS = 50
_IDS, _ADDRESS = f'"@{MESSAGE_ID_DOMAIN}"', '"+m365t-"'
#: What may be marked. Only a hint: what is found is looked at by its own header, and what is missed stays.
_MAY_BE_MARKED = (
    f'OR OR OR HEADER {FIELD} "" HEADER Message-ID {_IDS} OR HEADER References {_IDS} HEADER In-Reply-To {_IDS} '
    f'OR OR TO {_ADDRESS} CC {_ADDRESS} OR FROM {_ADDRESS} HEADER Content-Type "delivery-status"'
)


class ByImap:
    """One mailbox over IMAP; connects when it is first asked for something."""

    name = "imap"

    def __init__(
        self,
        where: Endpoint,
        trust: ssl.SSLContext,
        user: str,
        token: Callable[[], str],
        folder_names: Mapping[str, str] | None = None,
    ) -> None:
        """Take what a connection needs.

        Args:
            token: asked anew for each connection.
            folder_names: id of EWS -> name in IMAP, where nothing else says it.
        """
        self._connect: Callable[[], ImapSession] = lambda: ImapSession(where, trust, user, token)
        self._told = folder_names or {}
        self._session: ImapSession | None = None
        #: what the helpers call a folder -> its path in IMAP; None: not asked for yet
        self._names: dict[str, str] | None = None
        #: what was found already, by folder
        self._known: dict[str, Known] = {}

    def named(self, folder: str) -> str:
        """Return the one name of a folder."""
        wanted = canonical(folder)
        is_remembered = self._names is not None
        found = same_name(wanted, self._paths())
        if found is None and is_remembered:
            # Somebody may have made it meanwhile.
            self._names = None
            found = same_name(wanted, self._paths())
        if found is None:
            raise not_found(wanted, self._paths())
        return found

    def position(self, folder: str) -> Position:
        """Return how far a folder is filled: its UIDVALIDITY and its last UID."""
        found = self._open_session().position(self._path(folder))
        return Position(found.validity, found.next_uid - 1)

    def after(self, folder: str, position: Position | None, *, made_since: datetime | None = None) -> Sequence[Found]:
        """Return the messages that came after a position; IMAP has no date that says since when one is there."""
        opened = self._open_session().open(self._path(folder))
        if position is not None and position.validity != opened.validity:
            raise PositionLost(folder)
        first = position.number + 1 if position is not None else 1
        if opened.next_uid is None:
            # `first:*` has the last message, even if that is an older one.
            return self._found(folder, opened.validity, [f"{first}:*"], first)
        if first >= opened.next_uid:
            return []
        name = self.named(folder)
        known = self._known[name] = Known.of(self._known.get(name), opened, first)
        looked = known.look(
            opened,
            lambda numbers: self._found(folder, opened.validity, [numbers]),
            self._open_session().uids,
        )
        return [each for each in looked if each.number >= first]

    def marked(self, folder: str) -> Sequence[Found]:
        """Return the messages that have a tag."""
        session = self._open_session()
        opened = session.open(self._path(folder))
        try:
            hinted = session.search(_MAY_BE_MARKED)
        except AccessRefused:
            # Not every server takes such a search: then each header is looked at.
            hinted = None
        numbers = ["1:*"] if hinted is None else sequence_sets(hinted)
        return [each for each in self._found(folder, opened.validity, numbers) if each.tags]

    def mime(self, found: Found) -> bytes:
        """Return a message."""
        session = self._open_session()
        opened = session.open(self._path(found.folder))
        if opened.validity == _validity(found):
            whole = session.bodies(str(found.number), "").get(found.number)
            if whole is not None:
                return whole
        raise gone(found.subject, found.folder)

    def is_read(self, found: Found) -> bool:
        r"""Say whether a message is ``\Seen``."""
        session = self._open_session()
        opened = session.open(self._path(found.folder))
        flags = session.flags(found.number) if opened.validity == _validity(found) else None
        if flags is None:
            raise gone(found.subject, found.folder)
        return "\\seen" in flags

    def put(self, folder: str, mime: bytes, *, is_read: bool, received_at: datetime | None) -> None:
        r"""Store a message by APPEND, ``\Seen`` or not."""
        self._open_session().append(self._path(folder), mime, r"(\Seen)" if is_read else "", received_at)

    def remove(self, found: Collection[Found]) -> None:
        """Remove messages, by UID EXPUNGE."""
        for folder in dict.fromkeys(each.folder for each in found):
            self._remove(folder, [each for each in found if each.folder == folder])

    def folders(self) -> Sequence[str]:
        """Return the folders by name."""
        self._names = None
        return list(self._paths())

    def add_folder(self, path: str) -> None:
        """Make a folder."""
        above, _, name = path.rpartition("/")
        try:
            self._open_session().create(f"{self._path(above)}/{name}" if above else name)
        except AccessRefused:
            if canonical(path).casefold() not in map(str.casefold, self.folders()):
                raise
        self._names = None

    def remove_folder(self, path: str) -> None:
        """Remove a folder."""
        # Another client may have removed it.
        self._names = None
        try:
            own = self._path(path)
        except LookupError:
            return
        session = self._open_session()
        # Whatever has come to it, marked or not, and what lies below it, is lost with it.
        below = [name for name in self.folders() if name.casefold().startswith(f"{canonical(path)}/".casefold())]
        session.open(own)
        held = session.search("ALL")
        if below or held:
            what = f"{len(held)} messages" if held else f"the folder {below[0]}"
            raise FolderNotEmpty("imap", f"removing the folder {path}", f"it holds {what}")
        # Some servers remove no folder that is open.
        session.open(self._path("inbox"))
        session.delete(own)
        self._names = None

    def close(self) -> None:
        """End the connection; the next call makes a new one."""
        session, self._session = self._session, None
        if session is not None:
            session.logout()

    # --- inside ------------------------------------------------------------------------------------------------

    def _open_session(self) -> ImapSession:
        if self._session is None:
            self._session = self._connect()
        return self._session

    def _paths(self) -> dict[str, str]:
        if self._names is None:
            listed = {each.path: each.attributes for each in self._open_session().folders()}
            self._names = names_in_mailbox(listed, self._told)
        return self._names

    def _path(self, folder: str) -> str:
        name = self.named(folder)
        return self._paths()[name]

    def _found(self, folder: str, validity: str, numbers: Iterable[str], first: int = 1) -> list[Found]:
        """Return messages of the open folder, of these sets of UIDs, from one UID on."""
        session, name = self._open_session(), self.named(folder)
        headers = {
            uid: read_header(octets)
            for chosen in numbers
            for uid, octets in session.bodies(chosen, _HEADER).items()
            if uid >= first
        }
        reports = [uid for uid, header in headers.items() if header.is_report and not header.tags][-_MOST_REPORTS:]
        about = {
            uid: tags_in_report(whole)
            for chosen in sequence_sets(reports)
            for uid, whole in session.bodies(chosen, "").items()
        }
        return [
            Found(
                folder=name,
                id=f"{validity}:{uid}",
                number=uid,
                subject=header.subject,
                sender=header.sender,
                recipients=header.recipients,
                message_id=header.message_id,
                tags=header.tags | about.get(uid, frozenset()),
                spam_level=header.spam_level,
                is_answer=header.is_answer and not header.is_report,
            )
            for uid, header in sorted(headers.items())
        ]

    def _remove(self, folder: str, found: Collection[Found]) -> None:
        session = self._open_session()
        try:
            opened = session.open(self._path(folder), writing=True)
        except LookupError:
            return
        uids = {each.number for each in found if _validity(each) == opened.validity}
        there = self._found(folder, opened.validity, sequence_sets(uids))
        wanted = {each.number: each for each in found}
        sure = {each.number for each in there if each.tags and each.tags == wanted[each.number].tags}
        lost = [each for each in found if _validity(each) != opened.validity]
        if lost:
            again = _again(lost, self.marked(folder))
            session.open(self._path(folder), writing=True)
            sure |= again
        if sure:
            session.remove(sure)


def _validity(found: Found) -> str:
    return found.id.partition(":")[0]


def _again(lost: Iterable[Found], marked: Iterable[Found]) -> set[int]:
    """Return the UIDs that messages have now, known by Message-ID and tags."""
    known = {(each.message_id, each.tags) for each in lost if each.tags}
    return {each.number for each in marked if (each.message_id, each.tags) in known}
