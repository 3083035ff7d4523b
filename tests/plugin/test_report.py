"""The section ``m365`` of a failed test's report: it explains, and it gives nothing away."""

from datetime import UTC, datetime

import pytest

from fakeserver.protocols.ews.operations.not_performed import NOT_PERFORMED
from fakeserver.tenant.refusals.explanation import Explanation
from pytest_m365 import Target, Tenant
from pytest_m365.fake import FakeTarget
from pytest_m365.report import section


def test_a_failed_test_shows_what_was_asked_and_why_not(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_it(m365, m365_fake):
            bob = m365_fake.add_user("bob")
            with m365.open_imap() as client:
                client.select("INBOX")
            token = m365.token("SMTP.Send")
            with m365.open_pop3() as client:
                client.stat()
            from pytest_m365 import clients
            with clients.imap(m365.imap, m365.ssl_context(), m365.username, token):
                pass
        """
    )
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*--- m365 ---*",
            "tenant contoso*.onmicrosoft.com (*) at https://localhost:*",
            "IMAP*",
            "*AUTHENTICATE*",
            "POP3",
            "*refused on IMAP: *",
            "  rule: scp must contain IMAP.AccessAsUser.All; it is: SMTP.Send",
            "  token: aud=https://outlook.office.com, *",
            "*scp=SMTP.Send*",
            "  on the fake: tenant.token(app, user, *",
            "  in a real tenant: Ask for https://outlook.office.com/IMAP.AccessAsUser.All*",
            "  page: https://learn.microsoft.com/*",
        ]
    )
    result.stdout.no_fnmatch_line("*eyJ*.eyJ*")


def test_no_secret_is_in_the_traceback_or_the_captured_log(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import logging

        def test_it(m365, m365_fake):
            secret, password = m365.daemon_app.client_secret, m365.password
            import requests
            form = {"grant_type": "client_credentials", "client_id": secret, "scope": password, "client_secret": secret}
            for authority in (m365.tenant_id, "common"):
                url = m365.token_url.replace(m365.tenant_id, authority)
                assert requests.post(url, data=form).status_code == 400
            form = {"grant_type": "password", "username": m365.username, "password": password,
                    "client_id": m365.public_app.client_id,
                    "scope": "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"}
            answer = requests.post(m365.token_url, data=form).json()
            requests.post(m365.token_url, data=form | {"scope": answer["refresh_token"]})
            with open("secrets.txt", "w") as file:
                print(secret, password, answer["refresh_token"], answer["access_token"], sep="\\n", file=file)
            check(secret, password, answer)

        def check(secret, password, answer):
            logging.getLogger("program").warning("tried %s with %s", secret, answer)
            assert f"{secret} {password} {answer}" == "x"
        """
    )
    result = pytester.runpytest("-vv", "-l", "--log-level=DEBUG")
    result.assert_outcomes(failed=1)
    shown = result.stdout.str()
    assert "tried <redacted>" in shown
    for secret in pytester.path.joinpath("secrets.txt").read_text().split():
        assert secret not in shown
        assert secret[:100] not in shown


def test_what_does_not_come_or_moved_is_said_at_the_tests_own_line(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_waits(m365_mailbox):
            m365_mailbox.wait_for(subject="Your digest", timeout=0)

        def test_knows_an_old_name(m365_fake):
            m365_fake.add_alias("alice", "al")
        """
    )
    result = pytester.runpytest("-p", "no:randomly")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        [
            ">*m365_mailbox.wait_for(*",
            "E *TimeoutError: No message with the subject 'Your digest' *",
            "test_*.py:2: TimeoutError",
            ">*m365_fake.add_alias(*",
            "E *AttributeError: Tenant has no 'add_alias': it is tenant.people.add_alias now",
            "test_*.py:5: AttributeError",
        ]
    )


def test_a_test_that_passes_shows_nothing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(m365_imap): m365_imap.noop()")
    result = pytester.runpytest("-rA")
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*--- m365 ---*")


def test_a_fixture_that_fails_is_explained_too(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.m365(imap=False)
        def test_it(m365, m365_imap):
            m365_imap.select("INBOX")
        """
    )
    result = pytester.runpytest()
    result.stdout.fnmatch_lines(["*--- m365 ---*", "*refused on IMAP: The protocol is switched off for this mailbox.*"])


def test_what_is_refused_to_the_test_itself_is_explained(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_it(m365, m365_fake):
            m365_fake.directory.consent.withdraw(m365_fake.public_app.client_id)
            m365.token("IMAP.AccessAsUser.All")
        """
    )
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "nothing was asked of it",
            "",
            "refused to the test: Neither the user nor an admin has consented to these permissions.",
            "  rule: consent of alice@* for IMAP.AccessAsUser.All",
            "  on the fake: tenant.register_app(*",
        ]
    )


def test_no_password_or_secret_of_the_tenant_is_shown(m365: Target, m365_fake: Tenant) -> None:
    secret = m365.daemon_app.client_secret
    assert secret
    m365_fake.journal.add("IMAP", f"LOGIN {m365.username} {m365.password}", f"a secret {secret}")
    text = section(m365)  # type: ignore[arg-type]
    assert m365.password not in text
    assert secret not in text
    assert "LOGIN" in text


def test_what_a_client_sent_moves_no_terminal(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.journal.add("OAuth", "POST scope=\x1b[2J\x00\ud800", "400")
    assert "POST scope=\\x1b[2J\\x00\\ud800  ->  400" in section(m365)  # type: ignore[arg-type]


def test_only_the_last_exchanges_are_shown(m365: Target, m365_fake: Tenant) -> None:
    for number in range(30):
        m365_fake.journal.add("EWS", f"asked {number}", "answered")
    text = section(m365)  # type: ignore[arg-type]
    assert "EWS (the last 8 of 30)" in text
    assert "asked 29" in text
    assert "asked 21" not in text


def test_how_clients_probe_is_not_called_refused(m365: Target, m365_fake: Tenant) -> None:
    """Some ask without a credential first; exchangelib asks for the version by an id that is none."""
    from fakeserver.tenant.refusals import CredentialMissing, explained

    m365.server.cloud.journal.add("EWS", "POST: no credential", "401", explained(CredentialMissing()))  # type: ignore[attr-defined]
    with m365.open_ews() as account:
        account.inbox.refresh()
    assert "ConvertId" in section(m365)  # type: ignore[arg-type]
    assert "refused on EWS" not in section(m365)  # type: ignore[arg-type]


def test_a_client_without_a_credential_is_told_so(m365: Target) -> None:
    import urllib.error
    import urllib.request

    with pytest.raises(urllib.error.HTTPError, match="401") as refused:
        urllib.request.urlopen(urllib.request.Request(m365.ews_url, b"<x/>"), context=m365.ssl_context())
    refused.value.close()
    assert "refused on EWS: No credential was sent." in section(m365)  # type: ignore[arg-type]


def test_a_line_that_is_repeated_stands_once(m365: Target, m365_fake: Tenant) -> None:
    for number in range(10):
        for _ in range(number):
            m365_fake.journal.add("EWS", f"asked {number}", "answered")
    lines = section(m365).splitlines()  # type: ignore[arg-type]
    assert "EWS (the last 44 of 45)" in lines
    shown = [line.partition(" asked ")[2] for line in lines if " asked " in line]
    assert shown == [f"{number}  ->  answered  ({number} times)" for number in range(2, 10)]


def test_an_operation_that_is_not_performed_has_one_paragraph(pytester: pytest.Pytester) -> None:
    pytest.importorskip("exchangelib")
    pytester.makepyfile(
        """
        from exchangelib.errors import ErrorInvalidOperation
        from exchangelib.services.common import EWSAccountService
        from exchangelib.util import create_element

        class FindTags(EWSAccountService):
            SERVICE_NAME = "FindTags"

        def test_it(m365_ews):
            for _ in range(3):
                try:
                    list(FindTags(account=m365_ews)._get_elements(payload=create_element("m:FindTags")))
                except ErrorInvalidOperation as problem:
                    said = problem
            raise said
        """
    )
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    reason = NOT_PERFORMED["FindTags"].reason
    sentence = f"This fake does not perform FindTags ({reason})."
    result.stdout.fnmatch_lines(
        [
            f"E *ErrorInvalidOperation: {sentence}",
            "  *:*:* FindTags  ->  ErrorInvalidOperation  (3 times)",
            f"refused on EWS: ErrorInvalidOperation: {sentence}",
            f"  on the fake: nothing does ({reason}); docs/ews-operations.md says what",
            "  page: https://learn.microsoft.com/exchange/*/web-service-reference/findtags-operation",
        ]
    )
    assert str(result.stdout).count("refused on EWS") == 1


def test_each_refusal_is_explained_once_and_the_last_ones_only(m365: Target, m365_fake: Tenant) -> None:
    from fakeserver.tenant.refusals import MailboxNotFound, explained

    for number in range(9):
        for _ in range(3):
            why = explained(MailboxNotFound(f"nobody-{number}@contoso.com"))
            m365_fake.journal.add("IMAP", "SELECT", "BAD", why)
    text = section(m365)  # type: ignore[arg-type]
    assert text.count("refused on IMAP") == 6
    assert text.count("rule: no mailbox nobody-8@contoso.com") == 1
    assert "3 other refusals came before" in text


def test_errors_of_a_protocol_differ_by_their_sentences(m365: Target, m365_fake: Tenant) -> None:
    for name in ("PlayOnPhone", "PlayOnPhone", "ReplyToItem"):
        m365_fake.journal.add(
            "EWS", name, "ErrorInvalidOperation", Explanation("EwsError", f"{name} is not performed.")
        )
    assert isinstance(m365, FakeTarget)
    text = section(m365)
    assert text.count("refused on EWS: PlayOnPhone is not performed.") == 1
    assert text.count("refused on EWS: ReplyToItem is not performed.") == 1


def test_exchanges_stand_in_the_order_in_which_they_were(m365: Target, m365_fake: Tenant) -> None:
    m365.server.cloud.journal.add("IMAP", "before", "")  # type: ignore[attr-defined]
    m365_fake.journal.add("IMAP", "between", "")
    m365_fake.clock.advance(-3600)
    m365.server.cloud.journal.add("IMAP", "after", "")  # type: ignore[attr-defined]
    assert [entry.asked for entry in m365.exchanges] == ["before", "between", "after"]  # type: ignore[attr-defined]


def test_one_clock_is_shown_though_the_test_moved_it_before_anybody_signed_in(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.clock.freeze(datetime(2030, 1, 1, 12, tzinfo=UTC))
    with m365.open_imap() as client:
        client.capability()
    assert isinstance(m365, FakeTarget)
    lines = section(m365).splitlines()
    shown = [line for line in lines[lines.index("IMAP") + 1 :] if "  ->  " in line]
    assert "CAPABILITY" in shown[0]
    assert {line.split()[0] for line in shown} == {"12:00:00"}


def test_the_targets_clock_is_shown_though_the_test_has_a_newer_tenant(m365: Target, m365_fake: Tenant) -> None:
    assert isinstance(m365, FakeTarget)
    m365_fake.clock.freeze(datetime(2030, 1, 1, 12, tzinfo=UTC))
    other = m365.server.new_tenant()
    other.clock.freeze(datetime(2040, 1, 1, 15, tzinfo=UTC))
    with m365.open_imap() as client:
        client.capability()
    m365.server.drop_tenant(other)
    shown = [line for line in section(m365).splitlines() if "  ->  " in line]
    assert {line.split()[0] for line in shown} == {"12:00:00"}


def test_what_an_accepted_message_and_an_ok_hide_is_a_line_each(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_it(m365, m365_fake, m365_mailbox, m365_ews):
            from exchangelib import Message
            nobody = f"nobody@{m365.domain}"
            with m365.open_smtp() as client:
                client.sendmail(m365.username, [nobody], b"Subject: lost\\r\\n\\r\\n")
            Message(account=m365_ews, subject="lost too", to_recipients=[nobody]).send()
            m365_mailbox.deliver(subject="invoice")
            m365_fake.policies.set(imap_unreadable=["invoice"], imap_unreadable_answer="nothing")
            with m365.open_imap() as client:
                client.select()
                number = client.search(None, "SUBJECT", "invoice")[1][0].decode()
                assert client.fetch(number, "(RFC822)") == ("OK", [None])
                m365_fake.policies.imap_unreadable_answer = "substitute"
                client.fetch(number, "(ENVELOPE)")
            assert False
        """
    )
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    lost = (
        "not delivered, the sender has a report: 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP"
    )
    result.stdout.fnmatch_lines_random(
        [
            f"  ??:??:?? {lost} address lookup ?nobody@contoso*.onmicrosoft.com?",
            f"*CreateItem  ->  NoError; {lost} *",
            "  ??:??:?? nothing is said of message 3, whose subject is in policies.imap_unreadable",
            "  ??:??:?? another message stands for message 3, whose subject is in policies.imap_unreadable",
        ]
    )
