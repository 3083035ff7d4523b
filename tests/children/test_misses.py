"""Commands that no environment leads."""

import pytest

from fakeserver.children.misses import why_missed


@pytest.mark.parametrize(
    "command",
    [
        ["python", "-I", "x.py"],
        ["/usr/bin/python3.12", "-bE", "-m", "x"],
        ["python3", "-W", "error", "-S", "x.py"],
        ["python3", "-Xdev", "-I"],
        ["msmtp", "-t"],
        ["/usr/bin/mbsync", "-a"],
    ],
)
def test_is_told_what_to_do(command: list[str]) -> None:
    assert "isolated=True" in why_missed(command)


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["python", "x.py", "-I"],
        ["python", "-c", "-I"],
        ["python3", "-mI"],
        ["python3", "-X", "I"],
        ["python3", "-"],
        ["python3", "--help-all"],
        ["curl", "-I", "https://outlook.office365.com"],
    ],
)
def test_is_led_as_far_as_can_be_seen(command: list[str]) -> None:
    assert why_missed(command) == ""
