"""Where a setting may stand, which place wins, and what is said of a wrong value."""

import pytest

TEST_KIND = "def test_it(m365):\n    assert m365.kind == 'fake'\n"


@pytest.mark.parametrize(
    ("command_line", "ini", "environment", "target"),
    [
        (None, None, None, "fake"),
        (None, None, "live", "live"),
        (None, "both", "live", "both"),
        ("fake", "both", "live", "fake"),
        ("live", None, None, "live"),
        (None, "live", None, "live"),
    ],
)
def test_the_command_line_wins_over_ini_over_environment(
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    command_line: str | None,
    ini: str | None,
    environment: str | None,
    target: str,
) -> None:
    pytester.makepyfile("def test_it(): pass")
    monkeypatch.delenv("M365_TARGET", raising=False)
    if environment:
        monkeypatch.setenv("M365_TARGET", environment)
    if ini:
        pytester.makeini(f"[pytest]\nm365_target = {ini}\n")
    result = pytester.runpytest(*([f"--m365={command_line}"] if command_line else []))
    result.stdout.fnmatch_lines([f"m365: target {target}"])
    assert result.ret == 0


@pytest.mark.parametrize(
    ("ini", "environment", "message"),
    [
        ("liv", "", "*ini m365_target is 'liv'; allowed are fake, live, both; did you mean 'live'?*"),
        ("", "fak", "*environment M365_TARGET is 'fak'; allowed are fake, live, both; did you mean 'fake'?*"),
    ],
)
def test_a_wrong_target_ends_the_run_before_it_starts(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ini: str, environment: str, message: str
) -> None:
    pytester.makepyfile("def test_it(): pass")
    monkeypatch.setenv("M365_TARGET", environment)
    pytester.makeini(f"[pytest]\nm365_target = {ini}\n")
    result = pytester.runpytest()
    result.stderr.fnmatch_lines([message])
    assert result.ret == pytest.ExitCode.USAGE_ERROR


@pytest.mark.parametrize("choice", ["live", "both"])
def test_the_live_target_says_that_it_is_not_there_yet(pytester: pytest.Pytester, choice: str) -> None:
    pytester.makepyfile(TEST_KIND)
    result = pytester.runpytest(f"--m365={choice}", "-rs", "-v")
    result.stdout.fnmatch_lines(["*SKIPPED*pytest-m365 has no live target yet*"])
    result.assert_outcomes(skipped=1, passed=1 if choice == "both" else 0)
    if choice == "both":
        result.stdout.fnmatch_lines(["*test_it?fake?*PASSED*", "*test_it?live?*SKIPPED*"])


def test_a_fake_that_already_runs_cannot_be_used_yet(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(TEST_KIND)
    result = pytester.runpytest("--m365-url=https://localhost:1", "-rs")
    result.stdout.fnmatch_lines(["*SKIPPED*cannot use a fake that already runs yet*"])


def test_the_header_is_silent_when_asked_to_be(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(): pass")
    pytester.runpytest("-q").stdout.no_fnmatch_line("*m365: target*")


class TestMarkers:
    """The marker m365 and those that bind a test to a target."""

    def test_switches_reach_the_tenant_and_its_user(self, pytester: pytest.Pytester) -> None:
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

    def test_an_unknown_switch_is_refused_at_collection(self, pytester: pytest.Pytester) -> None:
        pytester.makepyfile(
            """
            import pytest

            def test_before(): raise SystemExit("no test may run")

            @pytest.mark.m365(basic_aut=True)
            def test_it(m365): pass
            """
        )
        result = pytester.runpytest()
        result.stderr.fnmatch_lines(["*test_it: m365 has no switch 'basic_aut'; did you mean 'basic_auth'?; it has*"])
        assert result.ret == pytest.ExitCode.USAGE_ERROR

    def test_a_wrong_value_is_refused_at_collection(self, pytester: pytest.Pytester) -> None:
        pytester.makepyfile("import pytest\n\n@pytest.mark.m365(basic_auth='yes')\ndef test_it(m365): pass\n")
        result = pytester.runpytest()
        result.stderr.fnmatch_lines(["*test_it: m365 switch basic_auth takes *True*, not 'yes'*"])

    def test_a_switch_of_tenant_and_mailbox_is_the_tenants(self, pytester: pytest.Pytester) -> None:
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

    def test_a_value_without_a_name_is_refused(self, pytester: pytest.Pytester) -> None:
        pytester.makepyfile("import pytest\n\n@pytest.mark.m365('basic_auth')\ndef test_it(m365): pass\n")
        result = pytester.runpytest()
        result.stderr.fnmatch_lines(["*m365 takes switches by name only*"])

    def test_a_test_for_the_other_target_is_skipped_with_the_reason(self, pytester: pytest.Pytester) -> None:
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
        result = pytester.runpytest("-rs", "--m365=live")
        result.assert_outcomes(skipped=2)
        result.stdout.fnmatch_lines(["*runs on the fake target only, and this is live*"])

    def test_pytest_lists_them(self, pytester: pytest.Pytester) -> None:
        pytester.runpytest("--markers").stdout.fnmatch_lines(
            ["@pytest.mark.m365([*][*]switches): *", "@pytest.mark.m365_fake: *", "@pytest.mark.m365_live: *"]
        )
