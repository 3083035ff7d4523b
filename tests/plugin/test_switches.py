"""The marker m365, its switches, and the markers that bind a test to a target."""

import pytest


def test_switches_reach_the_tenant_and_its_user(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        pytestmark = pytest.mark.m365(basic_auth=True, imap=False)

        @pytest.mark.m365(basic_auth=False)
        def test_nearest_wins(m365_fake):
            assert m365_fake.policies.basic_auth is False
            assert m365_fake.users[0].imap is False

        def test_outer(m365_fake):
            assert m365_fake.policies.basic_auth is True
        """
    )
    pytester.runpytest("--strict-markers").assert_outcomes(passed=2)


def test_an_unknown_switch_is_refused_at_collection(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        def test_before(): raise SystemExit("no test may run")

        @pytest.mark.m365(basic_aut=True)
        def test_it(m365): pass
        """
    )
    result = pytester.runpytest()
    result.stderr.fnmatch_lines(["*test_it: m365 has no switch 'basic_aut'; did you mean 'basic_auth'?"])
    assert result.ret == pytest.ExitCode.USAGE_ERROR


def test_a_wrong_value_is_refused_at_collection(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("import pytest\n\n@pytest.mark.m365(basic_auth='yes')\ndef test_it(m365): pass\n")
    result = pytester.runpytest()
    result.stderr.fnmatch_lines(["*test_it: m365 switch basic_auth takes *True*, not 'yes'*"])


def test_a_wrong_value_of_the_users_switch_is_refused_too(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("import pytest\n\n@pytest.mark.m365(licence='E7')\ndef test_it(m365): pass\n")
    result = pytester.runpytest()
    result.stderr.fnmatch_lines(["*test_it: m365 switch licence takes *'E3'*, not 'E7'*"])


def test_switches_with_parts_may_be_mappings(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest
        from fakeserver import AuthenticationPolicy

        @pytest.mark.m365(
            authentication_policy={"allow_basic_auth_imap": True},
            conditional_access=[{"name": "no passwords", "ways": ["legacy"]}],
            ews_allowed_app_ids=["x"],
        )
        def test_it(m365_fake):
            assert m365_fake.users[0].authentication_policy == AuthenticationPolicy(allow_basic_auth_imap=True)
            assert m365_fake.policies.conditional_access[0].ways == {"legacy"}
            assert m365_fake.policies.ews_allowed_app_ids == ("x",)
        """
    )
    pytester.runpytest("--strict-markers").assert_outcomes(passed=1)


def test_a_switch_of_tenant_and_mailbox_is_the_tenants(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import smtplib
        import pytest

        @pytest.mark.m365(smtp_auth=False)
        def test_it(m365):
            with pytest.raises(smtplib.SMTPAuthenticationError, match="is disabled for the Tenant"), m365.open_smtp():
                pass
        """
    )
    pytester.runpytest().assert_outcomes(passed=1)


def test_a_value_without_a_name_is_refused(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("import pytest\n\n@pytest.mark.m365('basic_auth')\ndef test_it(m365): pass\n")
    result = pytester.runpytest()
    result.stderr.fnmatch_lines(["*m365 takes switches by name only*"])


def test_a_test_for_the_other_target_is_skipped_with_the_reason(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.m365_live
        def test_live(m365): pass

        @pytest.mark.m365_fake
        def test_fake(m365): pass
        """
    )
    result = pytester.runpytest("-rs", "--strict-markers")
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(["*runs on the live target only, and this is fake*"])


@pytest.mark.parametrize("marker", ["m365_fake(imap=False)", "m365_live('x')"])
def test_the_markers_of_a_target_lose_nothing_that_they_are_given(pytester: pytest.Pytester, marker: str) -> None:
    pytester.makepyfile(f"import pytest\n@pytest.mark.{marker}\ndef test_it(m365): pass")
    result = pytester.runpytest()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*test_it: m365_* takes nothing; switches are m365's: m365(imap=False)*"])


def test_pytest_lists_them(pytester: pytest.Pytester) -> None:
    pytester.runpytest("--markers").stdout.fnmatch_lines(
        ["@pytest.mark.m365([*][*]switches): *", "@pytest.mark.m365_fake: *", "@pytest.mark.m365_live: *"]
    )


def test_a_tenant_that_programs_have_written_in_them(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import msal
        import pytest

        TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47"

        @pytest.mark.m365(tenant_id=TENANT.upper(), domain="fabrikam.example", imap=False)
        def test_it(m365, m365_fake, m365_redirect):
            assert m365_fake.tenant_id == TENANT
            assert m365.username == "alice@fabrikam.example"
            app = msal.ConfidentialClientApplication(
                m365.daemon_app.client_id,
                authority=f"https://login.microsoftonline.com/{TENANT}",
                client_credential=m365.daemon_app.client_secret,
            )
            assert "access_token" in app.acquire_token_for_client(["https://outlook.office365.com/.default"])

        def test_the_next_is_another(m365):
            assert (m365.tenant_id, m365.domain) != (TENANT, "fabrikam.example")
        """
    )
    pytester.runpytest("--strict-markers").assert_outcomes(passed=2)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("tenant_id='contoso'", "m365 takes a GUID for tenant_id, not 'contoso'"),
        ("tenant_id=7", "m365 takes a GUID for tenant_id, not 7"),
        ("domain='a b'", "m365 takes a name such as contoso.onmicrosoft.com for domain, not 'a b'"),
        ("tenant='x'", "m365 has no switch 'tenant'; did you mean 'tenant_id'?"),
    ],
)
def test_what_is_no_tenant_is_refused_at_collection(pytester: pytest.Pytester, given: str, said: str) -> None:
    pytester.makepyfile(f"import pytest\n\n@pytest.mark.m365({given})\ndef test_it(m365): pass\n")
    result = pytester.runpytest()
    result.stderr.fnmatch_lines([f"*test_it: {said}"])
    assert result.ret == pytest.ExitCode.USAGE_ERROR
