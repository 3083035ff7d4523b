"""What commands that ask a running fake have in common: which fake, which tenant, and how the answer is written."""

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fakeserver.cli.common import UsageProblem

if TYPE_CHECKING:
    from fakeserver.client import Client
    from fakeserver.client.tenant import RemoteTenant

#: exit status where the answer is no
NO = 1


class Said(click.ClickException):
    """The answer is no: what was waited for did not come, nobody lets the token in."""

    exit_code = NO

    def show(self, file: Any = None) -> None:
        """Write it as it is."""
        click.echo(self.message, err=True)


@dataclass(frozen=True)
class Asked:
    """What a command asks, and for whom it writes the answer."""

    client: "Client"
    tenant_name: str | None
    #: for programs
    as_json: bool

    @property
    def tenant(self) -> "RemoteTenant":
        """The tenant that is meant."""
        return self.client.tenant(self.tenant_name)

    def say(self, data: object, lines: Iterable[str]) -> None:
        """Write an answer: as JSON for programs, or in lines for people."""
        if self.as_json:
            click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        else:
            for line in lines:
                click.echo(line)


_OPTIONS = (
    click.option(
        "--endpoints",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        envvar="FAKESERVER_ENDPOINTS",
        help="The file of `serve --endpoints`: it says where the fake is.  [FAKESERVER_ENDPOINTS]",
    ),
    click.option("--url", metavar="URL", help="Where the fake is, in its place.  [FAKESERVER_CONTROL_URL]"),
    click.option("--ca", type=click.Path(dir_okay=False), metavar="FILE", help="Its CA.  [FAKESERVER_CA_FILE]"),
    click.option("--key", metavar="KEY", help="The key that it asks for.  [FAKESERVER_CONTROL_KEY]"),
    click.option("--tenant", metavar="NAME", help="A domain or a tenant id.  [default: the first tenant]"),
    click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs."),
)


def asking(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say which fake is asked, and let errors be one line.

    The exit status is 2 for what was wrong with the call or the fake, and 1 where the answer is no.
    """

    @wraps(command)
    def ask(
        *args: Any,
        endpoints: Path | None = None,
        url: str | None = None,
        ca: str | None = None,
        key: str | None = None,
        tenant: str | None = None,
        as_json: bool = False,
        **options: Any,
    ) -> None:
        from fakeserver.client import ClientError
        from fakeserver.tenant.refusals import Refusal

        try:
            client = _client(endpoints, url, ca, key)
            with client:
                command(*args, Asked(client, tenant, as_json), **options)
        except BrokenPipeError:
            # Who reads what is said has read enough: click ends quietly.
            raise
        except (TimeoutError, AssertionError) as error:
            raise Said(str(error)) from error
        except (ClientError, ValueError, TypeError, LookupError, OSError, Refusal) as error:
            raise UsageProblem("; ".join([_said(error), *getattr(error, "__notes__", ())])) from error

    for option in reversed(_OPTIONS):
        ask = option(ask)
    return ask


def _client(endpoints: Path | None, url: str | None, ca: str | None, key: str | None) -> "Client":
    """Return the client that is meant: what the command line says goes before the environment.

    Raises:
        ValueError: nothing says which fake, or the file is not there.
    """
    from fakeserver.client import Client
    from fakeserver.client.client import URL

    if endpoints is not None and url is None:
        if not endpoints.exists():
            raise ValueError(f"{endpoints}: there is no such endpoints file; is `fakeserver serve` running?")
        return Client.of(endpoints, key=key)
    if not url and not os.environ.get(URL):
        # In a container of the fake the variables that tell serve are here too.
        port, ca_dir = os.environ.get("FAKESERVER_HTTP_PORT"), os.environ.get("FAKESERVER_CA_DIR")
        if not port or not (ca or ca_dir):
            raise ValueError(
                "which fake? Give --endpoints FILE, as `fakeserver serve --endpoints FILE` writes it, or --url URL"
            )
        url, ca = f"https://localhost:{port}", ca or str(Path(str(ca_dir)) / "ca.pem")
    return Client(url, ca_file=ca, key=key)


def _said(error: Exception) -> str:
    """Return what an error says, a file's without its number."""
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"{error.filename}: {error.strerror.lower()}"
    return str(error)


def moment(text: str) -> datetime:
    """Return a moment such as ``2026-03-01T09:30:00Z``.

    Raises:
        ValueError: it is none.
    """
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no moment: write 2026-03-01T09:30:00Z") from None


def value_of(text: str) -> Any:
    """Return what a word of the command line stands for: JSON where it is, True, False and None, or the text."""
    named = {"true": True, "false": False, "none": None, "null": None}
    if text.lower() in named:
        return named[text.lower()]
    try:
        return json.loads(text)
    except ValueError:
        return text


def named_values(words: Iterable[str]) -> dict[str, Any]:
    """Return pairs as ``name=value``.

    Raises:
        ValueError: one is no pair.
    """
    pairs = [(word, *word.partition("=")) for word in words]
    for word, name, equals, _ in pairs:
        if not name or not equals:
            raise ValueError(f"{word!r}: write name=value")
    return {name: value_of(value) for _, name, _, value in pairs}
