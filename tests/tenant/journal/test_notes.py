import logging
from datetime import UTC, datetime

import pytest

from fakeserver.tenant.journal.journal import Journal
from fakeserver.tenant.journal.notes import LOG, Notes
from fakeserver.tenant.refusals import AudienceWrong, BasicAuthDisabled, explained
from fakeserver.tenant.tenant import Tenant


def test_exchanges_are_kept_in_order_with_their_time() -> None:
    journal = Journal(Notes(lambda: (1_700_000_000.0, 1_700_000_000.0)))
    journal.add("IMAP", "NOOP", "OK")
    journal.add("POP3", "STAT", "+OK")
    assert [(entry.protocol, entry.asked, entry.answered) for entry in journal.entries] == [
        ("IMAP", "NOOP", "OK"),
        ("POP3", "STAT", "+OK"),
    ]
    assert journal.entries[0].at == datetime.fromtimestamp(1_700_000_000, UTC)


def test_only_the_last_exchanges_are_kept() -> None:
    journal = Journal(Notes(limit=3))
    for number in range(5):
        journal.add("IMAP", str(number), "OK")
    assert [entry.asked for entry in journal.entries] == ["2", "3", "4"]
    assert len(journal) == 3


def test_a_refusal_tells_rule_facts_and_how_to_mend_it() -> None:
    journal = Journal()
    journal.add(
        "IMAP", "LOGIN", "NO LOGIN failed.", explained(BasicAuthDisabled(protocol="IMAP", user="alice@contoso.com"))
    )
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


def test_one_exchange_may_have_several_reasons_and_says_who_asked() -> None:
    journal = Journal()
    why = [explained(BasicAuthDisabled(protocol="IMAP")), explained(AudienceWrong("x"))]
    journal.add("EWS", "GetItem", "ErrorItemNotFound, ErrorAccessDenied", *why, by="alice@contoso.com")
    (entry,) = journal.refusals
    assert entry.refusals == tuple(why)
    assert entry.refusal is why[0]
    assert entry.by == "alice@contoso.com"
    assert "BasicAuthDisabled" in str(entry)
    assert "AudienceWrong" in str(entry)


def test_clear_forgets_everything() -> None:
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
        journal.add("IMAP", f"AUTHENTICATE {token}", "NO", explained(AudienceWrong("https://graph.microsoft.com")))
    [record] = caplog.records
    assert record.levelno == logging.INFO
    assert record.getMessage().startswith("IMAP: AUTHENTICATE <token aud=https://graph.microsoft.com> -> NO\n")
    assert "  rule: aud is https://graph.microsoft.com; Exchange Online takes" in record.getMessage()
    assert token not in caplog.text


def test_everything_else_is_logged_for_debugging(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="fakeserver"):
        Journal().add("POP3", "STAT", "+OK")
    assert [record.getMessage() for record in caplog.records] == ["POP3: STAT -> +OK"]


def test_the_log_has_no_secret_wherever_a_client_put_it(caplog: pytest.LogCaptureFixture) -> None:
    tenant = Tenant()
    alice = tenant.add_user("alice", "Winter-2026")
    secret = tenant.daemon_app.client_secret
    assert (alice.password, len(secret or "")) == ("Winter-2026", 40)
    with caplog.at_level("DEBUG", "fakeserver"):
        tenant.journal.add("OAuth", f"POST client_id={secret} scope=Winter-2026", "400")
    assert "POST client_id=<redacted> scope=<redacted>" in caplog.text


def test_one_exchange_is_one_line_of_the_log_whatever_was_asked(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="fakeserver"):
        Journal().add("OAuth", "POST scope=x -> 200\nOAuth: POST\x1b[2J\udcff", "400")
    assert [record.getMessage() for record in caplog.records] == [
        "OAuth: POST scope=x -> 200\\nOAuth: POST\\x1b[2J\\udcff -> 400"
    ]
