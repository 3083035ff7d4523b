"""``m365_module`` and ``m365_session``: targets that several tests share."""

import os

import pytest

from pytest_m365 import Target


def test_they_last_as_long_as_their_scope(pytester: pytest.Pytester) -> None:
    tests = """
        import pytest

        def test_one(m365_module, m365_session, m365):
            assert len({target.tenant_id for target in (m365_module, m365_session, m365)}) == 3
            m365_module.mailbox.deliver(subject="one")
            m365_session.mailbox.deliver(subject="one")

        def test_two(m365_module, m365_session):
            assert len(m365_module.mailbox.messages()) == 1
            assert len(m365_session.mailbox.messages()) == count
        """
    pytester.makepyfile(test_a=tests.replace("count", "1"), test_b=tests.replace("count", "2"))
    pytester.runpytest().assert_outcomes(passed=4)


@pytest.fixture(autouse=True)
def _roots_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)


def test_their_environment_lasts_as_long_and_is_put_back(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_a="""
        import os, pytest, requests, webbrowser

        @pytest.fixture(scope="module")
        def token(m365_module):
            scopes = ["https://outlook.office.com/IMAP.AccessAsUser.All"]
            app = m365_module.msal_public()
            # Over TLS, with the user's realm asked for at localhost:443.
            app.acquire_token_by_username_password(m365_module.username, m365_module.password, scopes)
            return app.acquire_token_interactive(scopes, timeout=60)["access_token"]

        def test_by_itself(m365_module, token):
            assert requests.get(m365_module.authority + "/v2.0/.well-known/openid-configuration").ok

        def test_beside_a_target_of_its_own(m365, m365_module, token):
            for target in m365, m365_module, m365:
                app = target.msal_public()
                signed_in = app.acquire_token_interactive(["https://outlook.office.com/SMTP.Send"], timeout=60)
                assert signed_in["id_token_claims"]["preferred_username"] == target.username

        def test_beside_real_names(m365_redirect, m365, m365_module, token):
            for target in m365, m365_module:
                authority = "https://login.microsoftonline.com/" + target.tenant_id
                assert requests.get(authority + "/v2.0/.well-known/openid-configuration").ok
                app = target.msal_public(authority=authority, instance_discovery=True)
                assert "access_token" in app.acquire_token_by_username_password(
                    target.username, target.password, ["https://outlook.office.com/SMTP.Send"])
            import socket
            assert socket.getaddrinfo("autodiscover." + m365_module.domain, 443)

        def test_afterwards(m365_module):
            assert requests.get(m365_module.authority + "/v2.0/.well-known/openid-configuration").ok
        """,
        test_b="""
        import os, webbrowser

        def test_later():
            assert "SSL_CERT_FILE" not in os.environ
            assert webbrowser.open.__module__ == "webbrowser"
        """,
    )
    # In a process of its own: this module has a target as well.
    pytester.runpytest_subprocess().assert_outcomes(passed=5)


def test_one_that_begins_inside_of_a_test_outlasts_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_a="""
        import requests

        def is_well(target):
            scopes = ["https://outlook.office.com/SMTP.Send"]
            assert "access_token" in target.msal_public().acquire_token_interactive(scopes, timeout=60)

        def test_first(m365, request):
            is_well(request.getfixturevalue("m365_module"))
            is_well(m365)

        def test_then(m365_module, m365_server):
            is_well(m365_module)
            assert m365_server.cloud.clock is m365_module.tenant.clock
        """,
        test_b="""
        import os, webbrowser

        def test_later(m365_server):
            assert "SSL_CERT_FILE" not in os.environ
            assert webbrowser.open.__module__ == "webbrowser"
            assert m365_server.cloud.clock is None
        """,
    )
    # In a process of its own: this module has a target as well.
    pytester.runpytest_subprocess().assert_outcomes(passed=3)


def test_an_account_that_a_session_keeps_outlives_the_targets_of_tests(pytester: pytest.Pytester) -> None:
    pytest.importorskip("exchangelib")
    pytester.makepyfile(
        """
        import pytest

        @pytest.fixture(scope="session")
        def account(m365_session):
            with m365_session.open_ews() as account:
                yield account

        @pytest.mark.parametrize("n", range(2))
        def test_it(m365, m365_ews, account, m365_session, n):
            m365_session.mailbox.deliver(subject="x")
            assert account.inbox.all().count() == n + 1
            assert m365_ews.inbox.all().count() == 0
        """
    )
    pytester.runpytest().assert_outcomes(passed=2)


def test_the_journal_of_a_module_keeps_what_named_no_tenant(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import imaplib

        def capability(m365):
            imaplib.IMAP4_SSL(*m365.imap, ssl_context=m365.ssl_context()).shutdown()

        def test_one(m365_module):
            capability(m365_module)

        def test_two(m365, m365_fake, m365_module):
            m365_fake.journal.assert_not_asked("imap")
            capability(m365)
            m365_fake.journal.assert_asked("imap", "CAPABILITY", times=1)
            m365_module.tenant.journal.assert_asked("imap", "CAPABILITY", times=2)
        """
    )
    pytester.runpytest().assert_outcomes(passed=2)


def test_a_report_shows_what_happened_since_the_test_began(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_before(m365_session):
            with m365_session.open_pop3() as client:
                client.stat()

        def test_it(m365_session):
            with m365_session.open_imap() as client:
                client.select()
            assert 0

        def test_with_both(m365, m365_session):
            with m365.open_smtp(): pass
            with m365_session.open_imap(): pass
            assert 0

        def test_without_it():
            assert 0
        """
    )
    result = pytester.runpytest()
    result.assert_outcomes(passed=1, failed=3)
    result.stdout.fnmatch_lines(
        [
            "*- m365_session -*",
            "tenant contoso.onmicrosoft.com *",
            "*SELECT*",
            "*_ test_with_both _*",
            "*- m365 -*",
            "tenant contoso-2.onmicrosoft.com *",
            "SMTP",
            "*- m365_session -*",
            "IMAP",
            "*_ test_without_it _*",
        ]
    )
    result.stdout.no_fnmatch_line("POP3*")
    assert result.stdout.str().count("- m365_session -") == 2


def test_no_secret_of_theirs_is_shown(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_it(m365_session):
            secret, password = m365_session.daemon_app.client_secret, m365_session.password
            with open("secrets.txt", "w") as file:
                print(secret, password, file=file)
            m365_session.tenant.users[0].password = "Another-One-4711"
            assert f"{secret} {password}" == "x"
        """
    )
    result = pytester.runpytest("-l")
    result.assert_outcomes(failed=1)
    for secret in pytester.path.joinpath("secrets.txt").read_text().split():
        assert secret not in result.stdout.str()


def test_an_exception_in_the_fake_fails_the_test_that_caused_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_it(m365_session, m365_server):
            m365_server.errors.append(ValueError("a bug in the fake"))

        def test_next(m365_session):
            pass
        """
    )
    pytester.runpytest().assert_outcomes(failed=1, passed=1)


def test_each_worker_has_its_own(pytester: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.parametrize("n", range(4))
        def test_it(m365_session, n):
            with m365_session.open_imap() as client:
                client.select()
        """
    )
    pytester.runpytest_subprocess("-n2").assert_outcomes(passed=4)


# --- switches --------------------------------------------------------------------------------------------------------


def test_a_modules_marker_sets_up_its_target(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        pytestmark = pytest.mark.m365(basic_auth=True, pop=False)

        def test_the_modules(m365_module, m365_session):
            assert m365_module.tenant.policies.basic_auth is True
            assert m365_module.tenant.users[0].pop is False
            assert m365_session.tenant.policies.basic_auth is False

        def test_its_own(m365):
            assert m365.tenant.policies.basic_auth is True
        """
    )
    pytester.runpytest().assert_outcomes(passed=2)


@pytest.mark.parametrize("name", ["m365_module", "m365_session"])
def test_a_tests_marker_that_comes_too_late_is_refused(pytester: pytest.Pytester, name: str) -> None:
    pytester.makepyfile(f"import pytest\n\n@pytest.mark.m365(basic_auth=True)\ndef test_it({name}): pass\n")
    result = pytester.runpytest()
    assert result.ret is pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        [f"*::test_it: marker m365 of test_it has no effect: the test uses {name}, not m365. *"]
    )


def test_a_modules_marker_that_nothing_takes_is_refused(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        "import pytest\n\npytestmark = pytest.mark.m365(basic_auth=True)\ndef test_it(m365_session): pass\n"
    )
    result = pytester.runpytest()
    assert result.ret is pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*marker m365 of test_a_modules_marker_*.py has no effect: *m365_session*"])


def test_a_modules_marker_may_be_for_other_tests_than_this(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        "import pytest\n\npytestmark = pytest.mark.m365(basic_auth=True)\n"
        "def test_it(m365_session): pass\ndef test_other(m365): pass\n"
    )
    pytester.runpytest().assert_outcomes(passed=2)


def test_a_test_that_uses_both_has_the_marker_for_its_own(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        "import pytest\n\n@pytest.mark.m365(basic_auth=True)\ndef test_it(m365, m365_session):\n"
        "    assert m365.tenant.policies.basic_auth and not m365_session.tenant.policies.basic_auth\n"
    )
    pytester.runpytest().assert_outcomes(passed=1)


@pytest.fixture(scope="module")
def bundle(m365_module: Target) -> str:
    return os.environ["SSL_CERT_FILE"]


def test_this_module_has_one_as_well(m365_module: Target, m365: Target, bundle: str) -> None:
    assert m365.ca_file == m365_module.ca_file
    assert bundle
    assert m365_module.kind == "fake"
