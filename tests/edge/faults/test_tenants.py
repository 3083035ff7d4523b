"""Faults of one tenant leave the others alone, also where the other one is the newest."""

import imaplib
import poplib
import smtplib
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from fakeserver.server.server import FakeServer
from fakeserver.tenant.places import Place
from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target, clients
from tests.edge.faults.test_drop import GONE

#: the command that shows a credential
SIGN_IN: dict[Place, str] = {"imap": "AUTHENTICATE", "pop3": "AUTH", "smtp": "AUTH"}
REFUSED = (imaplib.IMAP4.error, poplib.error_proto, smtplib.SMTPException)


@pytest.fixture
def newest(m365: Target, m365_server: FakeServer) -> Iterator[Tenant]:
    """A tenant that is newer than the test's own."""
    tenant = m365_server.new_tenant()
    yield tenant
    m365_server.drop_tenant(tenant)


def sign_in(m365: Target, place: Place) -> None:
    """Sign in, and leave."""
    with {"imap": m365.open_imap, "pop3": m365.open_pop3, "smtp": m365.open_smtp}[place]():
        pass


@pytest.mark.parametrize("place", SIGN_IN)
def test_a_sign_in_meets_those_of_its_own_tenant(place: Place, m365: Target, m365_fake: Tenant, newest: Tenant) -> None:
    newest.faults.throttle(place, SIGN_IN[place], times=None)
    sign_in(m365, place)
    own = m365_fake.faults.throttle(place, SIGN_IN[place])
    with pytest.raises(REFUSED, match=r"throttled|454"):
        sign_in(m365, place)
    assert own.taken == 1
    assert own.text in [entry.ordered for entry in m365_fake.journal.entries]
    assert len(newest.faults.never_taken) == 1


@pytest.mark.parametrize("place", SIGN_IN)
def test_a_sign_in_that_is_dropped_opens_nothing(place: Place, m365: Target, m365_fake: Tenant) -> None:
    dropped = m365_fake.faults.drop(place, before=SIGN_IN[place])
    with pytest.raises(GONE):
        sign_in(m365, place)
    assert dropped.taken == 1
    assert "no answer" in [entry.answered for entry in m365_fake.journal.entries]
    sign_in(m365, place)


@pytest.mark.parametrize("where", [{}, {"user": "alice"}])
def test_a_refused_sign_in_has_the_words_that_were_ordered(where: Any, m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.throttle("smtp", "AUTH", code=421, **where)
    with pytest.raises(smtplib.SMTPAuthenticationError) as refused:
        sign_in(m365, "smtp")
    assert refused.value.smtp_code == 421
    m365_fake.faults.throttle("imap", "AUTHENTICATE", closes=True, **where)
    with pytest.raises(imaplib.IMAP4.error, match=r"BAD.*throttled"):
        sign_in(m365, "imap")
    assert m365_fake.faults.never_taken == []


def test_a_bad_credential_meets_a_fault_first(m365: Target, m365_fake: Tenant) -> None:
    wrong = m365_fake.mint(user=m365.username, aud="https://graph.microsoft.com")
    m365_fake.faults.throttle("imap", "AUTHENTICATE", user=m365.username)
    with imaplib.IMAP4_SSL(*m365.imap, ssl_context=m365.ssl_context()) as imap:
        for words in ("Request is throttled", "AUTHENTICATE failed"):
            with pytest.raises(imaplib.IMAP4.error, match=words):
                imap.authenticate("XOAUTH2", lambda _: f"user={m365.username}\1auth=Bearer {wrong}\1\1".encode())


@pytest.mark.parametrize("place", SIGN_IN)
def test_an_open_mailbox_meets_those_of_its_owner(place: Place, m365: Target, m365_fake: Tenant) -> None:
    info = m365_fake.add_shared_mailbox("info", members=[m365.username])
    late = m365_fake.faults.slow(place, "MAIL" if place == "smtp" else "NOOP", user=info, seconds=0.01)
    open_client: Any = {"imap": clients.imap, "pop3": clients.pop3, "smtp": clients.smtp}[place]
    for mailbox, taken in ((m365.username, 0), (info.address, 1)):
        with open_client(getattr(m365, place), m365.ssl_context(), mailbox, m365.token()) as client:
            client.mail(mailbox) if place == "smtp" else client.noop()
        assert late.taken == taken


def test_a_person_is_met_by_any_of_their_addresses(m365: Target, m365_fake: Tenant) -> None:
    alice = m365_fake.user(m365.username)
    late = m365_fake.faults.slow("autodiscover", user=alice, seconds=0.01)
    signing_in = m365_fake.faults.slow("imap", "AUTHENTICATE", user=alice, seconds=0.01)
    alice.aliases = [f"Al@{m365.domain}"]
    m365_fake.people.rename_user(alice, f"alicia@{m365.domain}")
    m365_fake.add_user("bob")
    base = m365.autodiscover_url.rpartition(".")[0]
    for name, met in (("alice", 1), ("al", 2), ("Alicia", 3), ("bob", 3)):
        address = f"{name}@{m365.domain}"
        requests.get(f"{base}.json?Email={address}&Protocol=EWS", timeout=60)
        with pytest.raises(imaplib.IMAP4.error), clients.imap(m365.imap, m365.ssl_context(), address, "junk"):
            pass
        assert (late.taken, signing_in.taken) == (met, met)
