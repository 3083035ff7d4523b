"""Fixes as commands: each is one that the command line knows, and its switches are there."""

import pytest
from click.testing import CliRunner

from fakeserver.cli import main
from fakeserver.finding.collecting import messages
from fakeserver.finding.in_a_shell import in_a_shell
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.switches.user_switches import UserSwitches


@pytest.mark.parametrize(
    ("fix", "commands"),
    [
        ("user.imap = True", "fakeserver switch --user USER imap=true"),
        ('user.mailbox_state = "active"; or follow Autodiscover', "fakeserver switch --user USER mailbox_state=active"),
        (
            "tenant.policies.smtp_auth = True, or user.smtp_auth = None",
            "fakeserver switch --user USER smtp_auth=none; fakeserver switch smtp_auth=true",
        ),
        ('tenant.token(app, user, "SMTP.Send"); in the app: scopes=[...]', "fakeserver token USER --scope SMTP.Send"),
        ("renew it; tenant.token(app, user) for a test", "fakeserver token USER"),
        ("wait: tenant.clock.advance(86400)", "fakeserver clock advance 86400s"),
        ("take back what was ordered: fault.cancel()", ""),
        ("", ""),
    ],
)
def test_what_a_fix_is_in_a_shell(fix: str, commands: str) -> None:
    assert in_a_shell(fix) == commands


def test_every_command_is_one() -> None:
    """Of all causes that are known."""
    found = {command for each in messages() for cause in each.causes for command in in_a_shell(cause.fix).split("; ")}
    found.discard("")
    assert len(found) > 15
    for command in found:
        _, verb, *words = command.split()
        assert verb in {"switch", "clock", "token"}
        assert CliRunner().invoke(main, [verb, "--help"]).exit_code == 0
        if verb == "switch":
            rows = UserSwitches.rows if "--user" in words else Policies.rows
            assert words[-1].partition("=")[0] in rows
