"""What the docs' snippets take for granted: the program under test, and names for what the fake has.

It is the conftest.py of the folder in which they run.
"""

import imaplib
import json
import sys
from collections.abc import Iterator

import pytest

from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from pytest_m365 import FakeServer, Redirect, Target, Tenant
from tests.docs import importer


@pytest.fixture(autouse=True)
def installed(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """``my-importer`` is a command."""
    command = tmp_path_factory.mktemp("bin") / "my-importer"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{importer.__file__}"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(command.parent), prepend=":")


@pytest.fixture(autouse=True)
def running(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A fake by itself, and its endpoints file in the working folder, for the page about such a fake."""
    if request.path.parent.name != "remote":
        yield
        return
    folder = request.getfixturevalue("tmp_path")
    with FakeServer() as server:
        endpoints = server.endpoints(server.new_tenant())
        (folder / "endpoints.json").write_text(json.dumps(endpoints), encoding="utf-8")
        monkeypatch.chdir(folder)
        yield


class Program:
    """The program under test."""

    def __init__(self, m365: Target, redirect: Redirect) -> None:
        self._m365, self._redirect = m365, redirect

    def run(self) -> None:
        """File the invoices."""
        self._redirect.run(["my-importer"])

    def start(self) -> None:
        """Sign in to IMAP with a token for something else."""
        token = self._m365.tenant.mint(user="alice", scp="Mail.Read")
        xoauth2 = f"user={self._m365.username}\x01auth=Bearer {token}\x01\x01".encode()
        with imaplib.IMAP4_SSL("outlook.office365.com") as imap, pytest.raises(imaplib.IMAP4.error):
            imap.authenticate("XOAUTH2", lambda _: xoauth2)


@pytest.fixture
def program(m365: Target, m365_redirect: Redirect) -> Program:
    return Program(m365, m365_redirect)


@pytest.fixture
def tenant(m365_fake: Tenant) -> Tenant:
    return m365_fake


@pytest.fixture
def user(m365_fake: Tenant) -> User:
    return m365_fake.users[0]


@pytest.fixture
def alice(user: User) -> User:
    return user


@pytest.fixture
def app(m365_fake: Tenant) -> Application:
    return m365_fake.daemon_app


@pytest.fixture
def error() -> Exception:
    return ConnectionResetError()
