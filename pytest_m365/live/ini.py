"""What the project's ini file allows live runs to touch, for pytest's own run and for the commands beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fakeserver.tenant.identifiers import is_guid
from pytest_m365.live.clouds import Cloud
from pytest_m365.live.guard import Guard
from pytest_m365.options import is_host_name

TENANTS, MAILBOXES, HOSTS = "m365_live_tenants", "m365_live_mailboxes", "m365_live_hosts"
_NO_AUTOLOAD = "PYTEST_DISABLE_PLUGIN_AUTOLOAD"


class IniWrong(ValueError):
    """The project's ini file cannot be read, or a setting of ours in it has a wrong form; says which."""


def project_config(folder: Path | None = None) -> pytest.Config:
    """Return pytest's configuration of a folder's project, without running anything of the project.

    pytest itself finds the file (pytest.toml, pytest.ini, pyproject.toml, tox.ini or setup.cfg, here or above). Its
    ``addopts``, conftest files and other plugins are left out: they may need what a command hasn't.

    Args:
        folder: the working directory by default.

    Raises:
        IniWrong
    """
    alone = ["--noconftest", "--assert=plain", "-s", "-p", "pytest_m365.plugin", "-o", "required_plugins="]
    with _in_folder(folder), _without_others_plugins():
        try:
            config = pytest.Config.fromdictargs({}, alone)
        except pytest.UsageError as error:
            raise IniWrong(f"pytest cannot read this project's settings: {error}") from None
    return config


def guard_of(config: pytest.Config, cloud: Cloud) -> Guard:
    """Return what a project allows.

    Raises:
        IniWrong: a tenant is no GUID, a mailbox no address, or a host no name.
    """
    tenants, mailboxes, hosts = (_words(config, name) for name in (TENANTS, MAILBOXES, HOSTS))
    for tenant in tenants:
        if not is_guid(tenant):
            raise IniWrong(f"ini {TENANTS} has {tenant!r}, which is no GUID: a domain or `common` proves no tenant")
    for mailbox in mailboxes:
        local, _, domain = mailbox.partition("@")
        if not local or not domain or "*" in mailbox or "@" in domain:
            raise IniWrong(f"ini {MAILBOXES} has {mailbox!r}; it takes whole addresses, and no patterns")
    for host in hosts:
        if not is_host_name(host):
            raise IniWrong(f"ini {HOSTS} has {host!r}; it takes host names, without scheme, port or *")
    return Guard(tenants, mailboxes, cloud.hosts | hosts)


def _words(config: pytest.Config, name: str) -> frozenset[str]:
    values: list[str] = config.getini(name)
    return frozenset(value.lower() for value in values)


@contextmanager
def _without_others_plugins() -> Iterator[None]:
    before = os.environ.get(_NO_AUTOLOAD)
    os.environ[_NO_AUTOLOAD] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_NO_AUTOLOAD]
        else:
            os.environ[_NO_AUTOLOAD] = before


@contextmanager
def _in_folder(folder: Path | None) -> Iterator[None]:
    # pytest looks from the working directory; given as an argument, the folder would be collected.
    before = Path.cwd()
    os.chdir(folder or before)
    try:
        yield
    finally:
        os.chdir(before)
