"""``python -m pytest_m365``: what it lists, and that it imports what is used."""

import subprocess
import sys

import click.testing

from pytest_m365.commands import COMMANDS, main


def test_the_help_names_each_command_that_is_there() -> None:
    listed = click.testing.CliRunner().invoke(main, ["--help"]).output
    there = main.list_commands(click.Context(main))
    assert {"login", "logout"} <= set(there) <= set(COMMANDS)
    for name in there:
        assert COMMANDS[name] in listed
        command = main.get_command(click.Context(main), name)
        assert command is not None
        assert command.name == name


def test_an_unknown_command() -> None:
    result = click.testing.CliRunner().invoke(main, ["logn"])
    assert result.exit_code == 2
    assert "No such command 'logn'" in result.output


def test_the_help_imports_no_msal() -> None:
    code = "from pytest_m365.commands import main; main(['--help'], standalone_mode=False)"
    code = f"import sys; {code}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "msal" not in done.stdout.splitlines()[-1].split()
