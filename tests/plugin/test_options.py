"""Where a setting may stand, which place wins, and what is said of a wrong value."""

import os

import pytest


@pytest.mark.parametrize(
    ("command_line", "ini", "environment", "target"),
    [
        (None, None, None, "fake"),
        (None, None, "live", "live"),
        (None, "fake", "live", "fake"),
        ("fake", "both", "live", "fake"),
        ("live", "fake", "fake", "live"),
        (None, "both", None, "both"),
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
    for name in [name for name in os.environ if name.startswith("M365_")]:
        monkeypatch.delenv(name)
    if environment:
        monkeypatch.setenv("M365_TARGET", environment)
    if ini:
        pytester.makeini(f"[pytest]\nm365_target = {ini}\n")
    result = pytester.runpytest(*([f"--m365={command_line}"] if command_line else []))
    if target == "fake":
        result.stdout.fnmatch_lines(["m365: target fake"])
        assert result.ret == pytest.ExitCode.OK
    else:
        result.stderr.fnmatch_lines(
            [f"*--m365={target} needs a tenant that is set up for it:*", "*M365_TENANT_ID is missing*"]
        )
        assert result.ret == pytest.ExitCode.USAGE_ERROR


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


def test_a_fake_that_already_runs_is_none_of_a_live_run(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(): pass")
    result = pytester.runpytest("--m365-url=https://localhost:1", "--m365=live")
    result.stderr.fnmatch_lines(["*--m365-url is a fake that already runs, and the target is live*"])
    assert result.ret == pytest.ExitCode.USAGE_ERROR


@pytest.mark.parametrize("source", ["--m365-url", "ini", "environment"])
def test_where_the_fake_runs_is_said_in_the_header(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    """Nobody is asked before a test wants the fake."""
    pytester.makepyfile("def test_it(): pass")
    arguments = ["--m365-url=https://localhost:1"] if source == "--m365-url" else []
    if source == "ini":
        pytester.makeini("[pytest]\nm365_url = https://localhost:1\n")
    if source == "environment":
        monkeypatch.setenv("M365_URL", "https://localhost:1")
    result = pytester.runpytest(*arguments)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["m365: target fake at https://localhost:1"])


def test_settings_of_live_runs_leave_others_alone(pytester: pytest.Pytester) -> None:
    """They stand in a committed file, for each run of the project."""
    pytester.makepyfile("def test_it(): pass")
    pytester.makeini("[pytest]\nm365_live_tenants = 11111111-2222-4333-8444-555555555555\nm365_require = imap\n")
    result = pytester.runpytest()
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["m365: target fake"])


@pytest.mark.parametrize(
    ("arguments", "ini", "said"),
    [
        (
            ["--m365-require=imap,pop"],
            "",
            "*--m365-require is 'pop'; allowed are imap, pop3, smtp, ews, graph; did you mean*",
        ),
        ([], "m365_require = mapi", "*ini m365_require is 'mapi'; allowed are imap, pop3, smtp, ews, graph*"),
        (["--m365-sweep=no"], "", "*argument --m365-sweep: invalid choice: 'no'*"),
    ],
)
def test_a_wrong_setting_of_live_runs(pytester: pytest.Pytester, arguments: list[str], ini: str, said: str) -> None:
    pytester.makepyfile("def test_it(): pass")
    pytester.makeini(f"[pytest]\n{ini}\n")
    result = pytester.runpytest(*arguments)
    result.stderr.fnmatch_lines([said])
    assert result.ret == pytest.ExitCode.USAGE_ERROR


def test_the_header_is_silent_when_asked_to_be(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(): pass")
    result = pytester.runpytest("-q")
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*m365: target*")


@pytest.mark.parametrize("name", ["https://learn.microsoft.com", "*.microsoft.com", "learn.microsoft.com:443", ".com"])
@pytest.mark.parametrize("setting", ["m365_closed_names", "m365_open_names"])
def test_a_host_name_is_a_host_name(pytester: pytest.Pytester, setting: str, name: str) -> None:
    pytester.makepyfile("def test_it(): pass")
    pytester.makeini(f"[pytest]\n{setting} = {name}\n")
    result = pytester.runpytest()
    result.stderr.fnmatch_lines([f"*ini {setting} has '*', which is no host name: write one like learn.microsoft.com*"])


def test_names_are_closed_and_opened(pytester: pytest.Pytester) -> None:
    closed, opened = "api.example.com other.example", "Learn.Microsoft.com"
    pytester.makeini(f"[pytest]\nm365_closed_names = {closed}\nm365_open_names = {opened}\n")
    pytester.makepyfile("""
        import socket
        import pytest

        def test_it(m365_redirect):
            for name in ("api.example.com", "www.api.example.com", "other.example", "teams.microsoft.com"):
                with pytest.raises(socket.gaierror, match=f"{name} .*nothing .*m365_open_names") as refused:
                    socket.gethostbyname(name)
                assert "test_names_are_closed_and_opened.py::test_it" in str(refused.value)
            with pytest.raises(socket.gaierror) as refused:
                socket.getaddrinfo("learn.microsoft.com", 443, flags=socket.AI_NUMERICHOST)
            assert "kept" not in str(refused.value)
    """)
    pytester.runpytest("-p", "no:randomly").assert_outcomes(passed=1)
