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
