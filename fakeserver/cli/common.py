"""What commands that run a fake have in common: an option, and what they write beside their own output."""

import json
import logging
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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


@contextmanager
def out_of_the_way(path: Path | None) -> Iterator[None]:
    """Take a file away for good, unless the block fails: then it may be that of a fake which goes on."""
    former = None if path is None else path.with_name(f"{path.name}.former")
    if path is None or former is None or not path.exists():
        yield
        return
    path.replace(former)
    try:
        yield
    except BaseException:
        former.replace(path)
        raise
    former.unlink()


def write_endpoints(path: Path, server: "FakeServer", tenants: Sequence["Tenant"], mode: int = 0o600) -> None:
    """Write the endpoints file.

    Args:
        tenants: the top level is of the first; where there are several, all of them stand in its list ``tenants``.
        mode: its permissions.

    Raises:
        UsageProblem: it cannot be written.
    """
    each = [server.endpoints(tenant) for tenant in tenants]
    facts = each[0] if len(each) == 1 else {**each[0], "tenants": each}
    if server.control_key is not None:
        facts["control_key"] = server.control_key
    try:
        secret_file.write(path, json.dumps(facts, indent=1) + "\n", mode)
    except OSError as error:
        raise UsageProblem(f"cannot write {path}: {(error.strerror or str(error)).lower()}") from error


def print_bugs(server: "FakeServer") -> None:
    """Show on stderr what the fake itself has raised, without its tenants' secrets."""
    from fakeserver.redaction import without_secrets

    for bug in server.errors:
        text = "".join(traceback.format_exception(bug))
        click.echo(without_secrets(text, server.cloud.secrets), err=True, nl=False)
