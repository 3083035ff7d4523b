"""The options of names and trust, as commands and their environment give them."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from fakeserver.cli import main
from fakeserver.cli.trust.options import trust_options


@click.command()
@trust_options
def tell(names: tuple[str, ...], advertise: tuple[str, ...], ca_dir: Path | None) -> None:
    """Say what it is given."""
    click.echo(f"{names} {advertise} {ca_dir}")


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        (["--name", "fake", "--name", "b.example", "--advertise", "imap=:993", "--ca-dir", "ca"], {}),
        ([], {"FAKESERVER_NAME": "fake b.example", "FAKESERVER_ADVERTISE": "imap=:993", "FAKESERVER_CA_DIR": "ca"}),
    ],
)
def test_options_and_variables_say_the_same(words: list[str], environment: dict[str, str]) -> None:
    told = CliRunner().invoke(tell, words, env=environment)
    assert told.output == "('fake', 'b.example') ('imap=:993',) ca\n"


def test_they_need_not_be_given() -> None:
    assert CliRunner().invoke(tell, []).output == "() () None\n"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--name", "my_fake"], "'my_fake' is no host name: many clients take none with '_'"),
        (["--advertise", "fake:443"], "say which, such as http=fake:443"),
        (["--plain", "--ca-dir", "ca"], "without TLS there are no certificates, and no authority to keep"),
    ],
)
def test_what_serve_cannot_use_is_one_line(words: list[str], line: str) -> None:
    told = CliRunner().invoke(main, ["serve", *words])
    assert (told.exit_code, told.output.count("\n")) == (2, 1)
    assert line in told.output


def test_an_authority_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").touch()
    told = CliRunner().invoke(main, ["serve", "--ca-dir", str(tmp_path)])
    assert (told.exit_code, told.output.count("\n")) == (2, 1)
    assert "has ca.pem but not its key" in told.output
