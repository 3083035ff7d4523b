"""A server that goes on with the file of an earlier one, as clients see it: seeded random operations by real ones."""

import contextlib
import imaplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from random import Random
from typing import Any

import pytest
import requests
from exchangelib import CalendarItem, Contact, Message, Task
from exchangelib.recurrence import Recurrence, WeeklyPattern

from fakeserver.config import Config, build
from fakeserver.server import FakeServer
from fakeserver.state.keeper import Keeper
from fakeserver.state.state import State
from fakeserver.tenant.tenant import Tenant
from pytest_m365.fake import FakeTarget
from tests.state.likeness import differences

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


@contextlib.contextmanager
def serving(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTarget]:
    """Run a server as ``serve --state`` does, until the block ends."""
    server, state, trouble = FakeServer(), State(path), list[str]()
    if state.is_new:
        build(Config(), server.cloud)
    else:
        state.load(server.cloud)
    with server:
        keeper = Keeper(state, server.cloud, trouble.append)
        tenant = server.cloud.tenants[0]
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(server.bundle_file))
        try:
            yield FakeTarget(server, tenant, tenant.user("alice"))
        finally:
            assert keeper.close(), trouble
    assert not server.errors
    assert not trouble


class Hands:
    """A person at their clients, who does anything that comes to mind."""

    def __init__(self, target: FakeTarget, random: Random, account: Any, imap: imaplib.IMAP4_SSL) -> None:
        self.target = target
        self.random = random
        self.account = account
        self.imap = imap
        self.count = 0

    def act(self, times: int) -> None:
        deeds = [self.append, self.append, self.flag, self.copy, self.move, self.expunge, self.folder, self.draft]
        deeds += [self.appointment, self.contact, self.task, self.change, self.send, self.send]
        for _ in range(times):
            self.count += 1
            self.random.choice(deeds)()

    def message(self) -> bytes:
        return f"From: bob@example.com\r\nSubject: m{self.count}\r\n\r\nbody {'x' * 300} {self.count}\r\n".encode()

    def append(self) -> None:
        flags = self.random.choice(["", r"\Seen", r"\Flagged \Answered"])
        self.imap.append(self.random.choice(["INBOX", "Archive"]), f"({flags})", "", self.message())

    def some(self) -> str:
        self.imap.select(self.random.choice(["INBOX", "Archive"]))
        found = self.imap.uid("SEARCH", "ALL")[1][0].split()
        return self.random.choice(found).decode() if found else "1"

    def flag(self) -> None:
        uid, sign = self.some(), self.random.choice("+-")
        self.imap.uid("STORE", uid, f"{sign}FLAGS", self.random.choice([r"(\Seen)", r"(\Deleted)", r"(\Flagged)"]))

    def copy(self) -> None:
        self.imap.uid("COPY", self.some(), "Archive")

    def move(self) -> None:
        self.imap.uid("MOVE", self.some(), self.random.choice(["INBOX", '"Deleted Items"']))

    def expunge(self) -> None:
        self.some()
        self.imap.expunge()

    def folder(self) -> None:
        name = f"Archive/{self.random.choice('abc')}"
        self.random.choice([self.imap.create, self.imap.delete, self.imap.subscribe])(name)

    def draft(self) -> None:
        Message(account=self.account, folder=self.account.drafts, subject=f"m{self.count}", body="x" * 400).save()

    def appointment(self) -> None:
        start = START + timedelta(days=self.count)
        weekly = Recurrence(pattern=WeeklyPattern(interval=1, weekdays=[2]), start=start.date(), number=4)
        CalendarItem(
            account=self.account,
            folder=self.account.calendar,
            subject=f"m{self.count}",
            start=start,
            end=start + timedelta(hours=1),
            recurrence=self.random.choice([None, weekly]),
            required_attendees=self.random.choice([None, ["bob@contoso.onmicrosoft.com", "eve@fabrikam.example"]]),
            categories=["Blue"],
        ).save(send_meeting_invitations="SendToAllAndSaveCopy")

    def contact(self) -> None:
        Contact(account=self.account, folder=self.account.contacts, display_name=f"m{self.count}").save()

    def task(self) -> None:
        Task(account=self.account, folder=self.account.tasks, subject=f"m{self.count}", due_date=START.date()).save()

    def change(self) -> None:
        for item in list(self.account.drafts.all()[:1]):
            item.subject = f"changed {self.count}"
            item.save()

    def send(self) -> None:
        message = EmailMessage()
        message["From"], message["Subject"] = "alice@contoso.onmicrosoft.com", f"m{self.count}"
        message["To"] = ", ".join(self.random.sample(["bob@contoso.onmicrosoft.com", "eve@fabrikam.example"], 1))
        message.set_content(f"body {self.count}")
        with self.target.open_smtp() as smtp:
            smtp.send_message(message)


def asked_for(target: FakeTarget, **grant: str) -> dict[str, str]:
    """Return what the token service answers."""
    scope = "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"
    asked = {"client_id": target.public_app.client_id, "scope": scope, **grant}
    answer: dict[str, str] = requests.post(target.token_url, data=asked, timeout=60).json()
    return answer


@contextlib.contextmanager
def signed_in(target: FakeTarget, token: str) -> Iterator[imaplib.IMAP4_SSL]:
    """Open IMAP with a token, whichever server has issued it."""
    with imaplib.IMAP4_SSL(target.imap.host, target.imap.port, ssl_context=target.ssl_context()) as imap:
        imap.authenticate("XOAUTH2", lambda _: f"user={target.username}\x01auth=Bearer {token}\x01\x01".encode())
        yield imap


def seen_by_imap(imap: imaplib.IMAP4) -> dict[str, Any]:
    """Return all that IMAP shows of alice's mailbox."""
    seen: dict[str, Any] = {"folders": imap.list()[1], "subscribed": imap.lsub()[1]}
    for name in ("INBOX", "Archive", '"Sent Items"', '"Deleted Items"', "Calendar", "Drafts"):
        imap.select(name, readonly=True)
        status = imap.status(name, "(UIDVALIDITY UIDNEXT MESSAGES UNSEEN)")[1]
        seen[name] = (status, imap.uid("FETCH", "1:*", "(FLAGS INTERNALDATE BODY.PEEK[])")[1])
    return seen


def seen_by_ews(account: Any) -> list[Any]:
    """Return ids and change keys of everything."""
    folders = (account.inbox, account.drafts, account.calendar, account.contacts, account.tasks, account.sent)
    return [(item.id, item.changekey, item.subject) for each in folders for item in each.all().order_by("subject")]


@pytest.mark.usefixtures("collected")
def test_clients_go_on_where_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, random = tmp_path / "fake.state", Random(4711)
    with serving(path, monkeypatch) as target:
        granted = asked_for(target, grant_type="password", username=target.username, password=target.password)
        with target.open_ews() as account, target.open_imap() as imap:
            Hands(target, random, account, imap).act(40)
            list(account.inbox.sync_items())
            sync_state = account.inbox.item_sync_state
            by_imap, by_ews = seen_by_imap(imap), seen_by_ews(account)
        former: Tenant = target.tenant
    with serving(path, monkeypatch) as target:
        assert differences(former, target.tenant) == []
        again = asked_for(target, grant_type="refresh_token", refresh_token=granted["refresh_token"])
        assert "refresh_token" in again
        with signed_in(target, granted["access_token"]) as imap, target.open_ews() as account:
            assert (seen_by_imap(imap), seen_by_ews(account)) == (by_imap, by_ews)
            target.mailbox.deliver(subject="after")
            changes = list(account.inbox.sync_items(sync_state=sync_state))
            assert [(kind, item.subject) for kind, item in changes] == [("create", "after")]
