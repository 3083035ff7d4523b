"""``fakeserver serve``: a server with one tenant, until it is stopped."""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fakeserver.cli.common import (
    UsageProblem,
    log_refusals,
    out_of_the_way,
    print_bugs,
    verbose_option,
    write_endpoints,
)
from fakeserver.cli.configuration import ByEnvironment, config_option, read_configuration, well_known_option
from fakeserver.cli.state import Keeping, state_option
from fakeserver.cli.trust.options import trust_options
from fakeserver.signals import handled, told_of_signals

if TYPE_CHECKING:
    from fakeserver.server import FakeServer
    from fakeserver.tenant.tenant import Tenant


#: What is shown in the place of a password that there is none of, by the kind of the account.
_WITHOUT_PASSWORD = {"shared": "shared mailbox", "room": "meeting room", "public_folders": "public folders"}


def _wait_for(stopping: threading.Event, told: int | None) -> None:
    """Return once a signal has asked to stop; ``told`` is where signals are told of."""
    if told is None:
        stopping.wait()
        return
    while not stopping.is_set():
        os.read(told, 1)


def _port(context: click.Context, parameter: click.Parameter, value: int) -> int:
    """Refuse a number that is no port."""
    if not 0 <= value <= 65535:
        raise click.BadParameter(f"{value} is not in 0 to 65535")
    return value


def _mode(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    """Read permissions, as chmod takes them."""
    if value is None:
        return None
    if len(value) not in (3, 4) or not set(value) <= set("01234567"):
        raise click.BadParameter(f"{value!r} is no mode, such as 600 or 644")
    return int(value, 8)


def _port_option(protocol: str, what: str) -> Callable[[Any], Any]:
    text = f"{what}  [default: a free port]"
    return click.option(f"--{protocol}-port", type=int, default=0, callback=_port, metavar="N", help=text)


@click.command(cls=ByEnvironment)
@config_option
@well_known_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@_port_option("http", "Entra ID, EWS and Autodiscover.")
@_port_option("imap", "IMAP over TLS, as 993.")
@_port_option("pop3", "POP3 over TLS, as 995.")
@_port_option("smtp", "SMTP with STARTTLS, as 587.")
@click.option(
    "--endpoints",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write where everything is, as JSON, once all ports accept.",
)
@click.option(
    "--endpoints-mode",
    callback=_mode,
    metavar="MODE",
    help="Permissions of that file, which holds passwords; 644 for a volume that other users read.  [default: 600]",
)
@click.option(
    "--control-key",
    metavar="KEY",
    help="What the control API asks for.  [default: nothing on loopback; elsewhere one that is made, and printed]",
)
@trust_options
@state_option
@click.option("--plain", is_flag=True, help="No TLS anywhere; on loopback only, for benchmarks and packet captures.")
@verbose_option
def serve(
    *,
    config: Path | None,
    well_known: bool,
    host: str,
    http_port: int,
    imap_port: int,
    pop3_port: int,
    smtp_port: int,
    endpoints: Path | None,
    endpoints_mode: int | None,
    control_key: str | None,
    names: tuple[str, ...],
    advertise: tuple[str, ...],
    ca_dir: Path | None,
    state: Path | None,
    plain: bool,
    verbose: int,
) -> None:
    """Run until Ctrl-C or SIGTERM, and print where everything is.

    Without --config the tenant has users alice and bob, a shared mailbox, a public app with every delegated mail
    permission consented, and a daemon app with every application permission consented and registered in Exchange.
    With --well-known its ids, passwords and secrets are those that docs/configuration.md lists.

    The environment gives every option below, --http-port by FAKESERVER_HTTP_PORT, and what a tenant is:
    FAKESERVER_TENANT_ID, _DOMAIN, _CLIENT_ID, _DAEMON_CLIENT_ID, _CLIENT_SECRET, _USERS (alice:password,bob:password)
    and _POLICIES_<SWITCH>. Options come before the environment, that before the file, and that before what is usual.

    A configuration looks like this; what it leaves out stays as it is without one. Policies and users take every
    switch of docs/switches.md, faults are those of docs/faults.md; docs/configuration.md has all of it.

    \b
        domain = "contoso.onmicrosoft.com"
        [policies]
        basic_auth = false
        [[users]]
        name = "alice"
        password = "Winter-2026"
        imap = false
        [[shared_mailboxes]]
        name = "support"
        members = ["alice"]
        [[distribution_groups]]
        name = "team"
        members = ["alice", "carol@fabrikam.example"]
        [[rooms]]
        name = "room1"
        [[room_lists]]
        name = "floor1"
        rooms = ["room1"]
        [[public_folders]]
        name = "Projects/2026"
        address = "projects"
        [[apps]]
        name = "Nightly import"
        application = ["full_access_as_app"]
        [[mailbox_permissions]]
        mailbox = "support"
        trustee = "Nightly import"
        right = "SendAs"
        [[messages]]
        to = "alice"
        sender = "Bob <bob@fabrikam.example>"
        subject = "Invoice 4711"
        body = "Please pay."
        folder = "Inbox/Invoices"
        is_read = true
        received_at = 2026-03-01T09:30:00Z
        # or, in the place of sender, subject and body: file = "question.eml";
        # file = "meetings.ics" fills the calendar of that mailbox
        [[faults]]
        kind = "throttle"
        place = "ews"
        times = 2
    """
    from fakeserver.config import ConfigError, build_all
    from fakeserver.server import FakeServer, PortError

    if endpoints is None and endpoints_mode is not None:
        raise click.UsageError("--endpoints-mode is of the file that --endpoints names")
    log_refusals(verbose)
    # Until there is a server, there is nothing to keep.
    keeping = Keeping(None)
    stopping = threading.Event()
    with told_of_signals() as told, handled(lambda *_: stopping.set()):
        try:
            wanted = read_configuration(config, well_known=well_known)
            server = FakeServer(
                host,
                http_port=http_port,
                imap_port=imap_port,
                pop3_port=pop3_port,
                smtp_port=smtp_port,
                plain=plain,
                control_key=control_key,
                names=names,
                advertise=advertise,
                ca_dir=ca_dir,
            )
            keeping = Keeping(state)
            keeping.fill(server.cloud, lambda: build_all(wanted, server.cloud))
            tenants = server.cloud.tenants
            # A program that waits for the file must not find the one of an earlier run.
            with out_of_the_way(endpoints):
                for tenant in tenants:
                    server.adopt(tenant)
                server.start()
        except (ConfigError, PortError, ValueError, OSError) as error:
            keeping.end()
            raise UsageProblem(str(error)) from error
        try:
            keeping.begin(server.cloud)
            if endpoints is not None:
                mode = 0o600 if endpoints_mode is None else endpoints_mode
                write_endpoints(endpoints, server, tenants, mode)
            click.echo("\n".join(_describe(server, tenants)))
            sys.stdout.flush()
            # Now, before the first client connects.
            server.warm_up()
            _wait_for(stopping, told)
        finally:
            for leftover in server.stop():
                click.echo(f"left over: {leftover}", err=True)
            keeping.end()
    print_bugs(server)
    if not keeping.is_whole:
        sys.exit(1)


def _describe(server: "FakeServer", tenants: Sequence["Tenant"]) -> Iterator[str]:
    """Yield the lines that are printed once everything listens."""
    facts: dict[str, Any] = server.endpoints(tenants[0])
    tls, start_tls = ("no TLS", "no TLS") if server.plain else ("TLS", "STARTTLS")
    yield "A fake Exchange Online is running. Ctrl-C stops it."
    yield ""
    yield from _row("EWS", facts["ews_url"])
    yield from _row("Graph", facts["graph_url"])
    yield from _row("Autodiscover", facts["autodiscover_url"])
    for protocol, encryption in (("imap", tls), ("pop3", tls), ("smtp", start_tls)):
        yield from _row(protocol.upper(), f"{facts[protocol]['host']}:{facts[protocol]['port']}  {encryption}")
    yield from _row("inspector", facts["inspector_url"])
    key = "" if server.control_key is None else f"  key {server.control_key}"
    yield from _row("control API", f"{facts['control_url']}{key}")
    if facts["ca_file"]:
        yield from _row("CA to trust", facts["ca_file"])
    for tenant in tenants:
        yield ""
        yield from _describe_tenant(server, tenant)


def _describe_tenant(server: "FakeServer", tenant: "Tenant") -> Iterator[str]:
    """Yield the lines about one tenant."""
    facts: dict[str, Any] = server.endpoints(tenant)
    yield from _row("tenant", f"{facts['domain']}  {facts['tenant_id']}")
    yield from _row("authority", facts["authority"])
    yield from _row("token URL", facts["token_url"])
    for user in tenant.users:
        secret = f"password {user.password}" if user.password else _WITHOUT_PASSWORD.get(user.kind, "")
        yield from _row("user" if user.is_person else user.kind, f"{user.upn}  {secret}")
    for app in tenant.apps:
        secret = f"  secret {app.client_secret}" if app.client_secret else ""
        yield from _row("public app" if app.public else "daemon app", f"{app.client_id}{secret}  ({app.name})")


def _row(name: str, value: str) -> Iterator[str]:
    yield f"  {name:<13} {value}".rstrip()
