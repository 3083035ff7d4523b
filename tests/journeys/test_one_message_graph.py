"""One message, by Microsoft Graph and all that was there before: what one does, the others see."""

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
import requests

from fakeserver.tenant.directory.applications import Application
from pytest_m365 import Target, Tenant

exchangelib = pytest.importorskip("exchangelib", reason="needs exchangelib: pip install pytest-m365[exchangelib]")
pytestmark = pytest.mark.usefixtures("m365_redirect")

GRAPH = "https://graph.microsoft.com"
SUBJECT = "Übersicht: one message"
ARCHIVE = "/me/mailFolders/archive/messages"


#: PidTagFlagStatus; exchangelib has no other name for a flag
FlagStatus: Any = type(
    "FlagStatus", (exchangelib.ExtendedProperty,), {"property_tag": 0x1090, "property_type": "Integer"}
)


@pytest.fixture
def flags() -> Iterator[None]:
    """exchangelib's messages have a `flag_status`."""
    exchangelib.Message.register("flag_status", FlagStatus)
    yield
    exchangelib.Message.deregister("flag_status")


@pytest.fixture
def bob(m365_fake: Tenant) -> str:
    """The address of a second user, in whose mailbox all happens."""
    return m365_fake.add_user("bob", display_name="Bob Builder").address


@pytest.fixture
def app(m365_fake: Tenant) -> Application:
    """A program that reads and sends by Graph."""
    wanted = [f"{GRAPH}/Mail.ReadWrite", f"{GRAPH}/Mail.Send"]
    return m365_fake.register_app("Mail by Graph", public=True, delegated=wanted)


class Graph:
    """A user's mailbox by Graph."""

    def __init__(self, session: requests.Session) -> None:
        self._session = session

    def __call__(self, method: str, path: str, expected: int = 200, **options: Any) -> Any:
        """Ask; return what the answer holds."""
        url = path if path.startswith("https:") else f"{GRAPH}/v1.0{path}"
        answer = self._session.request(method, url, **options)
        assert answer.status_code == expected, answer.text
        return answer.json() if answer.content else None

    def changes(self, link: str) -> tuple[list[Any], str]:
        """Return what a folder's delta has, and the link for what comes next."""
        found = []
        while True:
            page = self("GET", link)
            found += page["value"]
            if "@odata.deltaLink" in page:
                return found, page["@odata.deltaLink"]
            link = page["@odata.nextLink"]


@contextmanager
def graph_of(m365: Target, app: Application, who: str | None = None) -> Iterator[Graph]:
    with requests.Session() as session:
        token = m365.token(f"{GRAPH}/Mail.ReadWrite", f"{GRAPH}/Mail.Send", mailbox=who, app=app)
        session.headers["Authorization"] = f"Bearer {token}"
        yield Graph(session)


def fetched(client: imaplib.IMAP4, what: str) -> Any:
    """Return what FETCH has of the first message."""
    _, data = client.fetch("1", what)
    return data[0]


def streamed(ews: Any, subscription: str, kind: str) -> list[str]:
    """Return the ids of the items in the first notification that has an event of a kind."""
    for _ in range(10):
        stream = ews.inbox.get_streaming_events(subscription, connection_timeout=1, max_notifications_returned=1)
        if found := [event.item_id.id for told in stream for event in told.events if kind == event.ELEMENT_NAME]:
            return found
    return []


def rest_id(ews_id: str) -> str:
    """Return an id of EWS as Graph spells it."""
    return ews_id.replace("/", "-").replace("+", "_")


def test_one_message(m365: Target, app: Application, bob: str, flags: None) -> None:
    with (
        graph_of(m365, app) as alices,
        graph_of(m365, app, bob) as bobs,
        m365.open_imap(bob) as imap,
        m365.open_ews(bob) as ews,
        ews.inbox.streaming_subscription() as subscription,
    ):
        _, inbox_link = bobs.changes("/me/mailFolders/inbox/messages/delta?$select=subject,flag")
        _, archive_link = bobs.changes(f"{ARCHIVE}/delta?$select=subject")

        # Sent by Graph.
        message = {
            "subject": SUBJECT,
            "body": {"contentType": "Text", "content": "Hello\r\n.a line with a dot"},
            "toRecipients": [{"emailAddress": {"name": "Bob Builder", "address": bob}}],
        }
        alices("POST", "/me/sendMail", 202, json={"message": message})
        (new_id,) = streamed(ews, subscription, "NewMailEvent")

        # Read by IMAP.
        imap.select("INBOX")
        read = message_from_bytes(fetched(imap, "(BODY[])")[1], policy=default)
        assert read["Subject"] == SUBJECT
        assert read.get_body().get_content().splitlines() == ["Hello", ".a line with a dot"]  # type: ignore[union-attr]
        (listed,) = bobs("GET", "/me/messages")["value"]
        assert (listed["id"], listed["isRead"]) == (rest_id(new_id), True)
        assert listed["internetMessageId"] == read["Message-ID"]

        # Flagged by EWS.
        item = ews.inbox.get(subject=SUBJECT)
        assert rest_id(item.id) == listed["id"]
        item.flag_status = 2
        item.save(update_fields=["flag_status"])
        imap.noop()
        assert b"\\Flagged" in fetched(imap, "(FLAGS)")
        (changed,), inbox_link = bobs.changes(inbox_link)
        assert (changed["id"], changed["flag"]["flagStatus"]) == (listed["id"], "flagged")

        # Moved by Graph.
        moved = bobs("POST", f"/me/messages/{listed['id']}/move", 201, json={"destinationId": "archive"})
        assert moved["id"] != listed["id"]
        (removed,), _ = bobs.changes(inbox_link)
        assert (removed["id"], removed["@removed"]) == (listed["id"], {"reason": "deleted"})
        (arrived,), _ = bobs.changes(archive_link)
        assert (arrived["id"], arrived["subject"]) == (moved["id"], SUBJECT)
        assert [rest_id(each) for each in streamed(ews, subscription, "MovedEvent")] == [moved["id"]]
        imap.noop()
        assert imap.response("EXPUNGE")[1] == [b"1"]
        imap.select("Archive", readonly=True)
        assert b"\\Flagged" in fetched(imap, "(FLAGS)")
        assert [each.subject for each in m365.mailbox.messages("sentitems")] == [SUBJECT]


def test_what_ews_and_graph_call_ids_is_one_thing(m365: Target, app: Application, m365_ews: Any) -> None:
    m365.mailbox.deliver(subject=SUBJECT)
    item = m365_ews.inbox.get(subject=SUBJECT)
    with graph_of(m365, app) as graph:
        wanted = {"inputIds": [item.id], "sourceIdType": "ewsId", "targetIdType": "restId"}
        (translated,) = graph("POST", "/me/translateExchangeIds", json=wanted)["value"]
        assert translated == {"sourceId": item.id, "targetId": rest_id(item.id)}
        message = graph("GET", f"/me/messages/{translated['targetId']}")
        assert (message["subject"], message["changeKey"]) == (SUBJECT, item.changekey)
