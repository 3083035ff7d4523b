"""What commands that run a fake have in common: an option, and what they write beside their own output."""

import json
import logging
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fakeserver.cli import secret_file

if TYPE_CHECKING:
    from fakeserver.server import FakeServer
    from fakeserver.tenant.tenant import Tenant

verbose_option = click.option(
    "-v", "--verbose", count=True, help="Log each refusal and its reason on stderr; -vv: every exchange as well."
)


class UsageProblem(click.ClickException):
    """The caller's mistake, in one line."""

    exit_code = 2


def log_refusals(verbose: int) -> None:
    """Send what the journals note to stderr: nothing, refusals, or everything."""
    if verbose:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger = logging.getLogger("fakeserver")
        logger.addHandler(handler)
        logger.setLevel(logging.INFO if verbose == 1 else logging.DEBUG)


def write_endpoints(path: Path, server: "FakeServer", tenant: "Tenant", mode: int = 0o600) -> None:
    """Write the endpoints file.

    Args:
        mode: its permissions.

    Raises:
        UsageProblem: it cannot be written.
    """
    try:
        secret_file.write(path, json.dumps(server.endpoints(tenant), indent=1) + "\n", mode)
    except OSError as error:
        raise UsageProblem(f"cannot write {path}: {(error.strerror or str(error)).lower()}") from error


def print_bugs(server: "FakeServer", tenant: "Tenant") -> None:
    """Show on stderr what the fake itself has raised, without the tenant's secrets."""
    from fakeserver.redaction import without_secrets

    for bug in server.errors:
        text = "".join(traceback.format_exception(bug))
        click.echo(without_secrets(text, tenant.secrets), err=True, nl=False)
