import imaplib
from email import message_from_bytes
from email.utils import parsedate_to_datetime

import pytest

from fakeserver.protocols.imap.unreadable import as_shown
from fakeserver.tenant.tenant import Tenant
from pytest_m365.target import Target
from tests.protocols.imap.client import ImapClient

SUBJECT = "Retrieval using the IMAP4 protocol failed for the following message: 2"


@pytest.fixture
def broken(inbox: ImapClient, tenant: Tenant) -> ImapClient:
    """A client in whose inbox the second of three messages cannot be converted."""
    tenant.policies.imap_unreadable = ("two",)
    return inbox


def test_a_message_of_the_servers_own_stands_for_one_that_cannot_be_converted(broken: ImapClient) -> None:
    envelope, end = broken.says("a FETCH 2 ENVELOPE")
    assert f'"{SUBJECT}" (("Microsoft Exchange Server" NIL NIL ".MISSING-HOST-NAME."))' in envelope
    assert end == "a OK FETCH completed."
    first, *message, last, _ = broken.says("b UID FETCH 2 (BODY[] FLAGS RFC822.SIZE)")
    octets = "\r\n".join(message).encode() + b"\r\n"
    assert first == f"* 2 FETCH (BODY[] {{{len(octets)}}}"
    assert last == rf" FLAGS (\Seen) RFC822.SIZE {len(octets)} UID 2)"
    shown = message_from_bytes(octets)
    assert shown["Subject"] == SUBJECT
    assert parsedate_to_datetime(shown["Date"]) == broken.mailbox.messages()[1].received_at.replace(microsecond=0)
    assert "The message hasn't been deleted." in shown.get_payload()
    (_, two, _) = broken.mailbox.messages()
    assert (two.subject, two.is_read) == ("two", True)
    assert broken.says('c SEARCH SUBJECT "Retrieval"')[0] == "* SEARCH"


def test_what_stands_for_a_message_has_nothing_of_it(broken: ImapClient, tenant: Tenant) -> None:
    two = broken.mailbox.messages()[1]
    assert two.get("conversation_topic") == "two"
    [(_, shown)] = as_shown([(2, two)], (), tenant.policies, [])
    assert shown.get("conversation_topic") == SUBJECT
    assert two.get("conversation_topic") == "two"


def test_fetch_says_ok_without_it_where_a_switch_says_so(broken: ImapClient, tenant: Tenant) -> None:
    tenant.policies.imap_unreadable_answer = "nothing"
    for items in ("BODY.PEEK[]", "ENVELOPE", "(UID BODYSTRUCTURE)", "RFC822.HEADER", "BODY.PEEK[1]"):
        assert broken.says(f"a FETCH 2 {items}") == ["a OK FETCH completed."]
    assert broken.says("b FETCH 2 (UID FLAGS)") == ["* 2 FETCH (UID 2 FLAGS ())", "b OK FETCH completed."]
    assert len(broken.says("c FETCH 1:3 ENVELOPE")) == 3
    noted = [entry.asked for entry in tenant.journal.entries if "imap_unreadable" in entry.asked]
    assert noted == ["nothing is said of message 2, whose subject is in policies.imap_unreadable"] * 6
    tenant.policies.imap_unreadable = ()
    assert len(broken.says("d FETCH 2 ENVELOPE")) == 2


def test_imaplib_meets_it(m365: Target, m365_fake: Tenant, m365_imap: imaplib.IMAP4_SSL) -> None:
    m365.mailbox.deliver(subject="invoice")
    m365_fake.policies.set(imap_unreadable=["invoice"], imap_unreadable_answer="nothing")
    m365_imap.select()
    assert m365_imap.fetch("1", "(RFC822)") == ("OK", [None])
