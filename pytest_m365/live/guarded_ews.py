"""exchangelib for a live mailbox: requests that would change others' items, or send elsewhere, are refused unsent.

``account.inbox.all().delete()`` empties a mailbox; on the fake that is the test's own.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import requests
from lxml import etree
from requests.adapters import HTTPAdapter

from fakeserver.tenant.exchange.mime.message import Message
from pytest_m365.live.guard import Guard, NotAllowed
from pytest_m365.live.guarded import OwnFolders, check_recipient
from pytest_m365.live.headers import read_header
from pytest_m365.live.tags import FIELD, Tag

_SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
_TYPES = "{http://schemas.microsoft.com/exchange/services/2006/types}"
_MESSAGES = "{http://schemas.microsoft.com/exchange/services/2006/messages}"
#: what changes the items that it names by id
_CHANGES_ITEMS = frozenset(
    "DeleteItem MoveItem CopyItem UpdateItem SendItem ArchiveItem MarkAsJunk CreateAttachment DeleteAttachment".split()
)
#: what changes the folders that it names by id, with all that is in them
_CHANGES_FOLDERS = frozenset("EmptyFolder DeleteFolder MoveFolder UpdateFolder MarkAllItemsAsRead".split())
_CHANGES = _CHANGES_ITEMS | _CHANGES_FOLDERS | {"CreateItem", "CreateFolder", "Subscribe", "Unsubscribe"}
#: how the operations begin that change nothing
_READS = ("Get", "Find", "Sync", "Resolve", "Expand", "Convert", "Export", "Search")
#: fields that tell whose an item is
_SHOWN = (
    "item:InternetMessageHeaders",
    "item:InReplyTo",
    "message:From",
    "message:ToRecipients",
    "message:CcRecipients",
    "message:BccRecipients",
    "message:InternetMessageId",
    "message:References",
)
_ADDRESS = f"{_TYPES}EmailAddress"
_HEADER = f"{_TYPES}InternetMessageHeader"
_RECIPIENTS = tuple(f"{_TYPES}{name}" for name in ("ToRecipients", "CcRecipients", "BccRecipients"))
#: where a test may make folders: EWS's id of the place -> what their paths begin with
_ABOVE = {"msgfolderroot": "", "inbox": "Inbox/"}
#: items that one question is about
_CHUNK = 100


@dataclass
class Rules:
    """What a request may do."""

    tag: Tag
    guard: Guard
    #: where mail may be sent
    domains: Collection[str]
    #: is told of the folders that the test makes
    folders: OwnFolders
    #: of the folders that the test has made: id -> path
    own_folders: dict[str, str] = field(default_factory=dict)

    def check(self, envelope: bytes) -> None:
        """Refuse a request.

        Raises:
            NotAllowed
        """
        operation = _operation(envelope)
        name = etree.QName(operation).localname
        if not name.startswith(_READS) and name not in _CHANGES:
            raise NotAllowed(f"{name} changes what is not the test's alone, or nobody knows what it changes")
        if name in _CHANGES_FOLDERS:
            foreign = [each for each in _ids(operation, "FolderId") if each not in self.own_folders]
            if foreign or next(operation.iter(f"{_TYPES}DistinguishedFolderId"), None) is not None:
                raise NotAllowed(f"{name} of a folder that the test has not made: others' items are in it")
        for address in _recipients(operation):
            check_recipient(address, self.domains)
        for path in self.made_by(envelope):
            self.folders.note_folder(path)

    def made_by(self, envelope: bytes) -> list[str]:
        """Return the paths of the folders that a request makes, in order.

        Raises:
            NotAllowed: they are made where nobody would find them again.
        """
        operation = _operation(envelope)
        if etree.QName(operation).localname != "CreateFolder":
            return []
        parent = operation.find(f"{_MESSAGES}ParentFolderId")
        above = "" if parent is None or len(parent) != 1 else parent[0].get("Id", "")
        if above not in _ABOVE and above not in self.own_folders:
            raise NotAllowed(
                "CreateFolder below another folder than the mailbox's top, its Inbox or one of the test's own: make it "
                "by m365_mailbox.add_folder(...)"
            )
        start = _ABOVE.get(above, f"{self.own_folders.get(above, '')}/")
        return [f"{start}{name.text}" for name in operation.iter(f"{_TYPES}DisplayName")]

    def take_answer(self, envelope: bytes, answer: bytes) -> None:
        """Remember the ids of folders that a request has made."""
        if made := self.made_by(envelope):
            ids = _ids(etree.fromstring(answer, _parser()), "FolderId")
            self.own_folders.update(zip(ids, made, strict=False))

    def items_of(self, envelope: bytes) -> list[str]:
        """Return the ids of the items that a request changes; each must be the test's."""
        operation = _operation(envelope)
        # Answers, forwarded messages, accepted invitations: what they are to is changed by them as well.
        found = _ids(operation, "ReferenceItemId")
        if etree.QName(operation).localname in _CHANGES_ITEMS:
            found += [*_ids(operation, "ItemId"), *_ids(operation, "ParentItemId")]
        return list(dict.fromkeys(found))

    def check_items(self, envelope: bytes, tags: Iterable[Collection[Tag]]) -> None:
        """Refuse a request that changes an item with other tags.

        Raises:
            NotAllowed
        """
        if not all(self.tag in each for each in tags):
            raise NotAllowed(
                f"{etree.QName(_operation(envelope)).localname} of an item that is not the test's; its own have "
                f"{self.tag} in their address, Message-ID or {FIELD}"
            )


class GuardedAdapter(HTTPAdapter):
    """Looks at each request before it is sent."""

    def __init__(self, rules: Rules, release: Callable[[], None]) -> None:
        """Take what is allowed.

        Args:
            release: gives the session back, which exchangelib does not after an exception that it does not know.
        """
        super().__init__()
        self._rules = rules
        self._release = release

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send a request that is allowed."""
        try:
            return self._sent(request, *args, **kwargs)
        except NotAllowed:
            self._release()
            raise

    def _sent(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        self._rules.guard.check_url(request.url or "")
        body = request.body.encode() if isinstance(request.body, str) else request.body
        if not isinstance(body, bytes):
            raise NotAllowed(f"a request to {request.url} without a body that says what it changes")
        self._rules.check(body)
        ids = self._rules.items_of(body)
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            asking = request.copy()
            asking.prepare_body(asking_for(body, chunk), None)
            tags = tags_in_answer(super().send(asking, *args, **kwargs).content)
            # An answer with fewer items than were asked for proves nothing of the others.
            self._rules.check_items(body, [*tags, *((),) * (len(chunk) - len(tags))])
        response = super().send(request, *args, **kwargs)
        if response.ok:
            self._rules.take_answer(body, response.content)
        return response


def guard_account(account: Any, tag: Tag, guard: Guard, domains: Collection[str], folders: OwnFolders) -> None:
    """Let an ``exchangelib.Account`` change the items and folders of a test only, and send to these domains only."""
    rules = Rules(tag, guard, domains, folders)
    get_session = account.protocol.get_session

    def get_guarded(*args: Any, **options: Any) -> Any:
        session = get_session(*args, **options)
        if not all(isinstance(adapter, GuardedAdapter) for adapter in session.adapters.values()):
            # One has been made for EWS's own address, beside those for whole schemes.
            for prefix in list(session.adapters):
                session.mount(prefix, GuardedAdapter(rules, partial(account.protocol.release_session, session)))
        return session

    # Each request begins with it; sessions are made whenever exchangelib needs one more.
    account.protocol.get_session = get_guarded


def asking_for(envelope: bytes, ids: Sequence[str]) -> bytes:
    """Return the envelope of a request for what tells whose items are, with the header of another one."""
    whole = etree.fromstring(envelope, _parser())
    body = whole.find(f"{_SOAP}Body")
    assert body is not None
    body.clear()
    request = etree.SubElement(body, f"{_MESSAGES}GetItem")
    shape = etree.SubElement(request, f"{_MESSAGES}ItemShape")
    etree.SubElement(shape, f"{_TYPES}BaseShape").text = "IdOnly"
    wanted = etree.SubElement(shape, f"{_TYPES}AdditionalProperties")
    for uri in _SHOWN:
        etree.SubElement(wanted, f"{_TYPES}FieldURI", FieldURI=uri)
    asked = etree.SubElement(request, f"{_MESSAGES}ItemIds")
    for each in ids:
        etree.SubElement(asked, f"{_TYPES}ItemId", Id=each)
    return etree.tostring(whole)


def tags_in_answer(answer: bytes) -> list[Collection[Tag]]:
    """Return the tags of each item of such a request's answer, in order; of what could not be read there are none."""
    whole = etree.fromstring(answer, _parser())
    return [_tags_of_item(each) for each in whole.iter(f"{_MESSAGES}GetItemResponseMessage")]


def _tags_of_item(message: Any) -> Collection[Tag]:
    def text(name: str) -> str:
        return " ".join((message.findtext(f".//{_TYPES}{name}") or "").split())

    def addresses(*names: str) -> str:
        boxes = (box for name in names for part in message.iter(f"{_TYPES}{name}") for box in part.iter(_ADDRESS))
        return ", ".join(box.text or "" for box in boxes)

    marks = [each.text or "" for each in message.iter(_HEADER) if each.get("HeaderName", "").lower() == FIELD.lower()]
    lines = [
        f"To: {addresses('ToRecipients', 'CcRecipients', 'BccRecipients')}",
        f"From: {addresses('From')}",
        f"Message-ID: {text('InternetMessageId')}",
        f"In-Reply-To: {text('InReplyTo')}",
        f"References: {text('References')}",
        *(f"{FIELD}: {mark}" for mark in marks),
    ]
    return read_header("\r\n".join(" ".join(line.split()) for line in lines).encode() + b"\r\n\r\n").tags


def _operation(envelope: bytes) -> Any:
    try:
        body = etree.fromstring(envelope, _parser()).find(f"{_SOAP}Body")
    except etree.XMLSyntaxError:
        body = None
    if body is None or len(body) != 1:
        raise NotAllowed("a request to EWS without one operation in it, of which nobody could say what it changes")
    return body[0]


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def _ids(operation: Any, name: str) -> list[str]:
    return [
        each.get("Id") or each.get("RootItemId") or ""
        for each in operation.iter(f"{_TYPES}{name}", f"{_MESSAGES}{name}")
    ]


def _recipients(operation: Any) -> Iterable[str]:
    """Yield the addresses that a request puts into items."""
    for recipients in operation.iter(*_RECIPIENTS):
        for address in recipients.iter(f"{_TYPES}EmailAddress"):
            yield (address.text or "").strip()
    for content in operation.iter(f"{_TYPES}MimeContent"):
        message = Message(b64decode(content.text or ""))
        for each in (*message.to_recipients, *message.cc_recipients, *message.bcc_recipients):
            yield each.address
