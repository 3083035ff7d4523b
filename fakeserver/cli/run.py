"""``fakeserver run``: a program with fixed names, led to a fake that lasts as long as it does."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from fakeserver.cli.common import UsageProblem, log_refusals, print_bugs, verbose_option, write_endpoints
from fakeserver.cli.configuration import ByEnvironment, config_option, read_configuration, well_known_option
from fakeserver.signals import handled, told_of_signals

#: added to the number of the signal that has ended a command, as shells do
_BY_SIGNAL = 128


class NotFound(UsageProblem):
    """There is no such program."""

    #: as env(1) and shells have it
    exit_code = 127


class NoProgram(UsageProblem):
    """The file is no program, or not for this user."""

    exit_code = 126


@click.command(cls=ByEnvironment, context_settings={"allow_interspersed_args": False})
@config_option
@well_known_option
@click.option(
    "--endpoints",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write where everything is, as JSON, before the command starts.",
)
@click.option(
    "--by",
    type=click.Choice(["network", "environment"]),
    default="network",
    show_default=True,
    help="How the command is led: in a network of its own, or by proxy variables and hooks.",
)
@verbose_option
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def run(
    *,
    config: Path | None,
    well_known: bool,
    endpoints: Path | None,
    by: str,
    verbose: int,
    command: tuple[str, ...],
) -> None:
    """Run COMMAND; Microsoft's host names are a fake for it.

    The fake is one of its own, and ends with the command. Its configuration is that of serve, by
    options and by the environment.

    \b
        fakeserver run -- msmtp -t < message.eml
        fakeserver run -- sh -c 'my-importer --tenant "$M365_TENANT_ID" --user "$M365_USERNAME"'
        fakeserver run --by environment -- pytest

    By network: the command gets a network of its own, in which the real names and ports (443, 993, 995, 587, 25) are
    the fake's, and the machine's bundle of roots has the fake's authority in it. So any program is led, whatever it is
    written in; it reaches nothing else, services on localhost included. This needs Linux and user namespaces, or an
    administrator.

    By environment: proxy variables, trust variables, and hooks for Python and Node. Programs that read none of them
    are not led; all other names are as usual.

    Terminal, input, signals and exit status are the command's own; as from a shell the status is 127 where there is no
    such program, and 126 where it is none. M365_TENANT_ID, M365_CLIENT_ID, M365_USERNAME and
    M365_PASSWORD tell it whom to sign in; M365_DAEMON_CLIENT_ID and M365_CLIENT_SECRET are for what runs by itself.
    """
    from fakeserver.children.identity import identity
    from fakeserver.children.isolation.missing import IsolationError
    from fakeserver.children.leading import Leading
    from fakeserver.children.misses import why_missed
    from fakeserver.children.names import real_names
    from fakeserver.config import ConfigError, build_all
    from fakeserver.server import FakeServer

    log_refusals(verbose)
    isolated = by == "network"
    missed = "" if isolated else why_missed(command)
    if missed:
        raise UsageProblem(missed)
    server = FakeServer()
    try:
        tenants = build_all(read_configuration(config, well_known=well_known), server.cloud)
        server.start()
    except (ConfigError, OSError) as error:
        raise UsageProblem(str(error)) from error
    tenant = tenants[0]
    user = next((user for user in tenant.users if user.is_person), None)
    names = real_names(server, [domain for each in tenants for domain in each.organization.domains])
    try:
        if endpoints is not None:
            write_endpoints(endpoints, server, tenants)
        with Leading(server, lambda: names, identity(tenant, user)) as leading:
            status = _ended(*leading.started(command, {}, isolated=isolated))
            for refused in dict.fromkeys(leading.refused):
                click.echo(f"fakeserver: {refused}", err=True)
    except IsolationError as error:
        raise UsageProblem(str(error)) from error
    except (FileNotFoundError, PermissionError) as error:
        problem = NotFound if isinstance(error, FileNotFoundError) else NoProgram
        raise problem(f"cannot run {error.filename}: {(error.strerror or str(error)).lower()}") from error
    finally:
        server.stop()
    print_bugs(server)
    sys.exit(status)


def _ended(words: list[str], options: dict[str, Any]) -> int:
    """Run a command to its end, and return its exit status as shells have it."""
    started: list[subprocess.Popen[Any]] = []
    early: list[int] = []

    def pass_on(number: int, _frame: object) -> None:
        if not started:
            early.append(number)
        # What is typed reaches the command too.
        elif number not in (signal.SIGINT, getattr(signal, "SIGQUIT", None)) or not _is_in_foreground():
            started[0].send_signal(number)

    with told_of_signals() as told, handled(pass_on), subprocess.Popen(words, **options) as process:
        started.append(process)
        # Whether the command was there already when these came is not known, and so each is passed on.
        for number in early:
            process.send_signal(number)
        status = _wait(process, told)
    return status if status >= 0 else _BY_SIGNAL - status


def _wait(process: "subprocess.Popen[Any]", told: int | None) -> int:
    """Wait for a process, and let each signal be passed on meanwhile; return the status."""
    if told is None:
        return process.wait()
    # The end of a child is told of as every signal that has a handler, and that whoever has started us has not blocked.
    before = signal.signal(signal.SIGCHLD, lambda number, frame: None)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
    try:
        while (status := process.poll()) is None:
            os.read(told, 1)
    finally:
        signal.signal(signal.SIGCHLD, before)
    return status


def _is_in_foreground() -> bool:
    """Return whether the terminal sends what is typed to this process, and so to its command."""
    try:
        with open("/dev/tty", "rb") as terminal:
            return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    except OSError:
        # There is no terminal.
        return False
