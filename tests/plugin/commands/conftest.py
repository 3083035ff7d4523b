"""The commands, run in this process with an environment and a project of their own, against the fake."""

import os
from collections.abc import Callable
from pathlib import Path

import click.testing
import pytest

from pytest_m365 import Target
from pytest_m365.commands import main

Run = Callable[..., click.testing.Result]


@pytest.fixture
def project(m365: Target, m365_redirect: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a project that allows live runs in the test's tenant, in an environment of its own."""
    for name in [*os.environ]:
        if name.startswith("M365_") or name == "CI":
            monkeypatch.delenv(name)
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pytest.ini").write_text(
        f"[pytest]\nm365_live_tenants = {m365.tenant_id}\nm365_live_mailboxes = {m365.username}\n"
    )
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "state"))
    monkeypatch.setenv("M365_TENANT_ID", m365.tenant_id)
    monkeypatch.setenv("M365_CLIENT_ID", m365.public_app.client_id)
    return folder


@pytest.fixture
def run(project: Path) -> Run:
    """Runs a command line of ours."""

    def of(*words: str) -> click.testing.Result:
        return click.testing.CliRunner().invoke(main, words, prog_name="python -m pytest_m365")

    return of
