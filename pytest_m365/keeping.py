"""``--m365-keep``: what is shown of a fake that stays up after a failed test, to be looked at with a mail client."""

import os
import select
import signal
from collections.abc import Mapping
from typing import TextIO

import pytest

from fakeserver.signals import told_of_signals
from pytest_m365.fake import FakeTarget
from pytest_m365.options import TERMINAL


def keep(item: pytest.Item, targets: Mapping[str, FakeTarget]) -> None:
    """Say where the fake is, and wait for Enter.

    Args:
        targets: those of the test, by the names of their fixtures.

    Raises:
        KeyboardInterrupt: it was Ctrl-C, which ends the run.
    """
    lines = ["", f"--m365-keep: {item.nodeid} failed, and its fake is still up."]
    for name, target in targets.items():
        lines += _described(name, target)
    lines.append("Enter goes on with the run, Ctrl-C ends it.")
    terminal = item.config.get_terminal_writer()
    with told_of_signals() as told:
        for line in lines:
            terminal.line(line)
        terminal.flush()
        with open(TERMINAL) as keyboard:
            _wait_for_enter(keyboard, told)


def _wait_for_enter(keyboard: TextIO, told: int | None) -> None:
    """Return when a line is there.

    Args:
        told: where signals are told of; one within a finalizer raises nothing, since Python swallows it.

    Raises:
        KeyboardInterrupt: SIGINT came.
    """
    while told is not None:
        both: list[TextIO | int] = [keyboard, told]
        ready = select.select(both, [], [])[0]
        if told in ready and signal.SIGINT in os.read(told, 1024):
            raise KeyboardInterrupt
        if keyboard in ready:
            break
    keyboard.readline()


def _described(name: str, target: FakeTarget) -> list[str]:
    """Return what a program or a person needs in order to get in."""
    users = ", ".join(f"{user.upn} (password {user.password})" for user in target.tenant.users if user.password)
    shown = {
        name: f"{target.domain}, tenant {target.tenant_id}",
        "inspector": f"{target.server.inspector_url}#/tenants/{target.tenant_id}",
        "authority": target.authority,
        "ews": target.ews_url,
        "graph": target.graph_url,
        "imap": "{}:{} (TLS)".format(*target.imap),
        "pop3": "{}:{} (TLS)".format(*target.pop3),
        "smtp": "{}:{} (STARTTLS)".format(*target.smtp),
        "CA": target.ca_file,
        "users": users,
        "public app": target.public_app.client_id,
        "daemon app": f"{target.daemon_app.client_id} (secret {target.daemon_app.client_secret})",
    }
    return [f"  {label:10}  {value}" for label, value in shown.items()]
