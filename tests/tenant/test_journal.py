import logging
from datetime import UTC, datetime

import pytest

from fakeserver.tenant.journal import LOG, Explanation, Journal
from fakeserver.tenant.refusals import AudienceWrong, BasicAuthDisabled, ItemNotFound, MailboxAccessDenied


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
    assert explanation.rule == "basic authentication on IMAP: off for every tenant (policies.basic_auth)"
    assert "Change the app to OAuth" in explanation.real
    assert explanation.page.startswith("learn.microsoft.com/")
    assert explanation.facts == {"protocol": "IMAP", "user": "alice@contoso.com"}
    assert "basic_auth = True" in explanation.fix
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


@pytest.fixture(autouse=True)
def logger_is_on(monkeypatch: pytest.MonkeyPatch) -> None:
    # import-linter, which another test runs, switches off every logger that is there.
    monkeypatch.setattr(LOG, "disabled", False)


def test_a_refusal_is_logged_with_its_reason(caplog: pytest.LogCaptureFixture) -> None:
    journal = Journal()
    token = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL2dyYXBoLm1pY3Jvc29mdC5jb20ifQ.c2ln"
    with caplog.at_level(logging.INFO, logger="fakeserver"):
        journal.add("IMAP", "NOOP", "OK")
        journal.add("IMAP", f"AUTHENTICATE {token}", "NO", AudienceWrong("https://graph.microsoft.com"))
    [record] = caplog.records
    assert record.levelno == logging.INFO
    assert record.getMessage().startswith("IMAP: AUTHENTICATE <token aud=https://graph.microsoft.com> -> NO\n")
    assert "  rule: aud is https://graph.microsoft.com; Exchange Online takes" in record.getMessage()
    assert token not in caplog.text


def test_everything_else_is_logged_for_debugging(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="fakeserver"):
        Journal().add("POP3", "STAT", "+OK")
    assert [record.getMessage() for record in caplog.records] == ["POP3: STAT -> +OK"]


def test_an_explanation_shows_the_tokens_claims_and_no_fact_twice() -> None:
    refusal = AudienceWrong("https://graph.microsoft.com")
    refusal.token = {"aud": "https://graph.microsoft.com", "scp": "Mail.Read"}
    explanation = Explanation.of(refusal)
    labels = [label for label, _ in explanation.lines]
    assert labels == ["rule", "token", "on the fake", "in a real tenant", "page"]
    assert "  token: aud=https://graph.microsoft.com, scp=Mail.Read" in str(explanation)


def test_a_refusal_without_a_rule_is_explained_by_its_cause() -> None:
    """Who may not look hears that nothing is there; the journal says why."""
    refusal = ItemNotFound("AAMk")
    refusal.__cause__ = MailboxAccessDenied("sales@contoso.com", principal="alice@contoso.com")
    explanation = Explanation.of(refusal)
    assert explanation.name == "ItemNotFound"
    assert explanation.sentence.endswith("or not any more. The caller has no permission on this mailbox.")
    assert "no FullAccess for alice@contoso.com" in explanation.rule
    assert explanation.facts == {"item_id": "AAMk", "address": "sales@contoso.com", "principal": "alice@contoso.com"}


def test_a_cause_that_has_no_rule_either_changes_nothing() -> None:
    refusal = ItemNotFound("AAMk")
    refusal.__cause__ = KeyError("x")
    assert Explanation.of(refusal) == Explanation.of(ItemNotFound("AAMk"))
