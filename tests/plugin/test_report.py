"""The section ``m365`` of a failed test's report: it explains, and it gives nothing away."""

import pytest

from pytest_m365 import Target, Tenant
from pytest_m365.report import redacted, section


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
            "  rule: scp must contain *",
            "  facts: *SMTP.Send*",
            "  mend: *",
        ]
    )
    result.stdout.no_fnmatch_line("*eyJ*.eyJ*")


def test_a_test_that_passes_shows_nothing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(m365_imap): m365_imap.noop()")
    pytester.runpytest("-rA").stdout.no_fnmatch_line("*--- m365 ---*")


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


def test_a_token_becomes_its_claims(m365: Target) -> None:
    token = m365.token("SMTP.Send")
    text = redacted(f"Authorization: Bearer {token} end")
    assert token not in text
    assert token.split(".")[2] not in text
    assert "scp=SMTP.Send" in text
    assert f"upn={m365.username}" in text
    assert text.endswith(" end")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("password=hunter2&scope=x", "password=***&scope=x"),
        ("client_secret=abc", "client_secret=***"),
        ("code=0.AX&state=s", "code=***&state=s"),
        ("AUTH XOAUTH2 dXNlcj10ZXN0QGNvbnRvc28uY29tAWF1dGg9QmVhcmVyIEV3", "AUTH XOAUTH2 <XOAUTH2 response>"),
        ("eyJub3QgYSB0b2tlbg.eyJ4.", "<token>"),
        ("nothing secret here", "nothing secret here"),
    ],
)
def test_secrets_are_gone(said: str, shown: str) -> None:
    assert redacted(said) == shown


def test_no_password_or_secret_of_the_tenant_is_shown(m365: Target, m365_fake: Tenant) -> None:
    secret = m365.daemon_app.client_secret
    assert secret
    m365_fake.journal.add("IMAP", f"LOGIN {m365.username} {m365.password}", f"a secret {secret}")
    text = section(m365)  # type: ignore[arg-type]
    assert m365.password not in text
    assert secret not in text
    assert "LOGIN" in text


def test_only_the_last_exchanges_are_shown(m365: Target, m365_fake: Tenant) -> None:
    for number in range(30):
        m365_fake.journal.add("EWS", f"asked {number}", "answered")
    text = section(m365)  # type: ignore[arg-type]
    assert "EWS (the last 8 of 30)" in text
    assert "asked 29" in text
    assert "asked 21" not in text
