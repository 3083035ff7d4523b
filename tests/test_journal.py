from datetime import UTC, datetime

from fakeserver.journal import Explanation, Journal
from fakeserver.tenant.refusals import BasicAuthDisabled


def test_exchanges_are_kept_in_order_with_their_time():
    journal = Journal(lambda: 1_700_000_000.0)
    journal.add("IMAP", "NOOP", "OK")
    journal.add("POP3", "STAT", "+OK")
    assert [(entry.protocol, entry.asked, entry.answered) for entry in journal.entries] == [
        ("IMAP", "NOOP", "OK"),
        ("POP3", "STAT", "+OK"),
    ]
    assert journal.entries[0].at == datetime.fromtimestamp(1_700_000_000, UTC)


def test_only_the_last_exchanges_are_kept():
    journal = Journal(limit=3)
    for number in range(5):
        journal.add("IMAP", str(number), "OK")
    assert [entry.asked for entry in journal.entries] == ["2", "3", "4"]
    assert len(journal) == 3


def test_a_refusal_tells_rule_facts_and_how_to_mend_it():
    journal = Journal()
    journal.add("IMAP", "LOGIN", "NO LOGIN failed.", BasicAuthDisabled(protocol="IMAP", user="alice@contoso.com"))
    journal.add("IMAP", "NOOP", "OK")
    (entry,) = journal.refusals
    explanation = entry.refusal
    assert explanation is not None
    assert explanation.name == "BasicAuthDisabled"
    assert explanation.rule == "basic authentication on IMAP: off for every tenant"
    assert "Change the app to OAuth" in explanation.real
    assert explanation.page.startswith("learn.microsoft.com/")
    assert explanation.facts == {"protocol": "IMAP", "user": "alice@contoso.com"}
    assert "basic_auth = True" in explanation.mend
    assert "basic authentication is off" in str(entry)


def test_any_exception_can_be_noted_and_is_not_kept_alive():
    journal = Journal()
    journal.add("EWS", "GetItem", "500", ValueError("odd"))
    assert journal.refusals[0].refusal == Explanation("ValueError", "odd")


def test_clear_forgets_everything():
    journal = Journal()
    journal.add("IMAP", "NOOP", "OK")
    journal.clear()
    assert journal.entries == []
