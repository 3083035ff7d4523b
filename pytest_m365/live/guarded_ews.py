"""exchangelib for a live mailbox: requests that would change others' items, or send elsewhere, are refused unsent.

``account.inbox.all().delete()`` empties a mailbox; on the fake that is the test's own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import requests
from lxml import etree
from requests.adapters import HTTPAdapter

from pytest_m365.live.ews_rules import MESSAGES, SOAP, TYPES, Item, Rules, addresses, parser
from pytest_m365.live.guard import Guard, NotAllowed
from pytest_m365.live.headers import read_header
from pytest_m365.live.own_folders import OwnFolders
from pytest_m365.live.tags import FIELD, Tag

#: fields that tell whose an item is, and to whom it would go
_SHOWN = (
    "item:InternetMessageHeaders",
    "item:InReplyTo",
    "message:From",
    "message:ReplyTo",
    "message:ToRecipients",
    "message:CcRecipients",
    "message:BccRecipients",
    "message:InternetMessageId",
    "message:References",
)
_HEADER = f"{TYPES}InternetMessageHeader"
_TO = [f"{TYPES}{name}" for name in ("ToRecipients", "CcRecipients", "BccRecipients")]
_FROM = [f"{TYPES}{name}" for name in ("From", "ReplyTo")]
#: items that one question is about
_CHUNK = 100


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
            items = items_in_answer(super().send(asking, *args, **kwargs).content)
            # An answer with fewer items than were asked for proves nothing of the others.
            self._rules.check_items(body, [*items, *[Item(())] * (len(chunk) - len(items))])
        response = super().send(request, *args, **kwargs)
        if response.ok:
            # What is no XML is exchangelib's to judge.
            with suppress(etree.XMLSyntaxError):
                self._rules.take_answer(body, response.content)
        return response


def guard_account(account: Any, tag: Tag, guard: Guard, domains: Collection[str], folders: OwnFolders) -> None:
    """Let an ``exchangelib.Account`` change the items and folders of a test only, and send to these domains only."""
    rules = Rules(tag, account.primary_smtp_address, guard, domains, folders)
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
    whole = etree.fromstring(envelope, parser())
    body = whole.find(f"{SOAP}Body")
    assert body is not None
    body.clear()
    request = etree.SubElement(body, f"{MESSAGES}GetItem")
    shape = etree.SubElement(request, f"{MESSAGES}ItemShape")
    etree.SubElement(shape, f"{TYPES}BaseShape").text = "IdOnly"
    wanted = etree.SubElement(shape, f"{TYPES}AdditionalProperties")
    for uri in _SHOWN:
        etree.SubElement(wanted, f"{TYPES}FieldURI", FieldURI=uri)
    asked = etree.SubElement(request, f"{MESSAGES}ItemIds")
    for each in ids:
        etree.SubElement(asked, f"{TYPES}ItemId", Id=each)
    return etree.tostring(whole)


def items_in_answer(answer: bytes) -> list[Item]:
    """Return what is told of each item in such a request's answer, in order; nothing of what could not be read."""
    try:
        whole = etree.fromstring(answer, parser())
    except etree.XMLSyntaxError:
        # A proxy's page, or a body that was cut off.
        return []
    return [_item(each) for each in whole.iter(f"{MESSAGES}GetItemResponseMessage")]


def _item(message: Any) -> Item:
    def text(name: str) -> str:
        return " ".join((message.findtext(f".//{TYPES}{name}") or "").split())

    marks = [each.text or "" for each in message.iter(_HEADER) if each.get("HeaderName", "").lower() == FIELD.lower()]
    to = addresses(message, *_TO)
    lines = [
        f"To: {', '.join(to)}",
        f"From: {', '.join(addresses(message, _FROM[0]))}",
        f"Message-ID: {text('InternetMessageId')}",
        f"In-Reply-To: {text('InReplyTo')}",
        f"References: {text('References')}",
        *(f"{FIELD}: {mark}" for mark in marks),
    ]
    header = "\r\n".join(" ".join(line.split()) for line in lines).encode() + b"\r\n\r\n"
    return Item(read_header(header).tags, to, addresses(message, *_FROM))
