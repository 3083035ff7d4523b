"""The journal of a remote tenant: every question, asked of exchanges that came over."""

import imaplib
import json
from itertools import islice
from operator import itemgetter

import pytest
import urllib3

from fakeserver.client import Client
from fakeserver.client.journal import RemoteJournal, exchange_of
from fakeserver.client.tenant import RemoteTenant
from fakeserver.tenant.journal.permissions import PermissionUse
from fakeserver.tenant.tenant import Tenant


def sign_in(client: Client, user: str, token: str) -> None:
    """Sign in by IMAP, as far as the fake lets somebody in."""
    with imaplib.IMAP4_SSL(*client.imap, ssl_context=client.ssl_context()) as imap:
        try:
            imap.authenticate("XOAUTH2", lambda _challenge: f"user={user}\1auth=Bearer {token}\1\1".encode())
        except imaplib.IMAP4.error:
            assert imap.state == "NONAUTH"


@pytest.fixture
def asked(client: Client, remote: RemoteTenant) -> RemoteTenant:
    """A tenant of which something was asked: once in vain, and once not."""
    alice = remote.add_user("alice")
    pool = urllib3.PoolManager(ssl_context=client.ssl_context(), retries=False)
    known = f"{client.base_url}/{remote.tenant_id}/v2.0/.well-known/openid-configuration"
    assert pool.request("GET", known).status == 200
    pool.clear()
    for permission in ("SMTP.Send", "IMAP.AccessAsUser.All"):
        sign_in(client, alice.upn, remote.token(remote.public_app, alice, permission))
    return remote


def test_exchanges_are_the_same_here_and_there(asked: RemoteTenant, local: Tenant) -> None:
    assert isinstance(asked.journal, RemoteJournal)
    assert asked.journal.entries == local.journal.entries
    assert asked.journal.refusals == local.journal.refusals
    assert str(asked.journal) == str(local.journal)
    assert len(asked.journal) == len(local.journal)
    assert json.loads(asked.journal.to_json()) == json.loads(local.journal.to_json())
    assert asked.journal.least_privilege() == local.journal.least_privilege()


def test_it_is_followed(asked: RemoteTenant) -> None:
    """What named no tenant is told as well: it may be of a client that wanted this one."""
    there = asked.notes.asked()
    told = sorted([*there["exchanges"], *there["beside"]], key=itemgetter("number"))
    assert list(islice(asked.notes.follow(0), len(told))) == told


def test_the_questions(asked: RemoteTenant) -> None:
    journal = asked.journal
    (refused,) = journal.assert_refused("ScopeMissing", "imap", user="alice", app=asked.public_app, times=1)
    assert refused.refusal.name == "ScopeMissing"
    assert journal.assert_asked("imap", "AUTHENTICATE", times=2)
    with pytest.raises(AssertionError, match="ScopeMissing"):
        journal.assert_not_refused()
    mark = journal.mark()
    journal.assert_not_asked("imap", since=mark)
    assert journal.check_backoff(since=mark) == 0
    with pytest.raises(ValueError, match=r"did you mean 'imap'\?"):
        journal.requests("imapp")
    with pytest.raises(ValueError, match="no user 'bob'"):
        journal.requests(user="bob")


def test_what_named_no_tenant_is_looked_at_too(client: Client, asked: RemoteTenant) -> None:
    mark = asked.journal.mark()
    sign_in(client, "x", "no token")
    assert "AUTHENTICATE" in [exchange.operation for exchange in asked.journal.requests("imap", since=mark)]
    assert len(asked.notes.beside or ()) >= 1


def test_it_keeps_as_much_as_is_asked_and_forgets(asked: RemoteTenant, local: Tenant) -> None:
    asked.journal.limit = 2
    assert (local.journal.limit, asked.journal.limit, len(asked.journal)) == (2, 2, 2)
    with pytest.raises(AssertionError, match="this cannot be known"):
        asked.journal.assert_not_asked("ews")
    with pytest.raises(ValueError, match="a journal keeps at least one exchange, not 0"):
        asked.journal.limit = 0
    asked.journal.clear()
    assert local.journal.entries == []
    with pytest.raises(TypeError, match="an exchange does not go over --m365-url"):
        asked.journal.add("IMAP", "x", "y")
    with pytest.raises(TypeError, match="PermissionUse"):
        asked.journal.used(PermissionUse("", "", "", "", frozenset()))


def test_it_can_be_read_when_the_tenant_is_gone(client: Client, asked: RemoteTenant) -> None:
    before = asked.journal.entries
    client.drop_tenant(asked)
    assert asked.journal.entries == before != []


def test_no_secret_comes_over(client: Client, remote: RemoteTenant) -> None:
    alice = remote.add_user("alice")
    sign_in(client, f"{alice.password}@{remote.domain}", "x")
    assert remote.journal.entries
    assert str(alice.password) not in str(remote.journal)
    assert alice.password in remote.secrets


def test_an_exchange_that_has_nothing_but_what_it_needs() -> None:
    least = {"at": "2026-03-01T09:30:00Z", "protocol": "IMAP", "asked": "NOOP", "answered": "OK", "number": 7}
    assert exchange_of(least).line == "09:30:00.000000 IMAP: NOOP -> OK"
