"""The project's ini file, found as pytest finds it, without running the project."""

import os
from pathlib import Path

import pytest

from pytest_m365.live.clouds import CLOUDS
from pytest_m365.live.ini import IniWrong, guard_of, project_config

TENANT = "8B2F0000-0000-4000-8000-000000000001"
PUBLIC = CLOUDS["public"]

FILES = {
    "pyproject.toml": f"""
        [tool.pytest.ini_options]
        m365_live_tenants = ["{TENANT}"]
        m365_live_mailboxes = ["Alice@contoso.example", "bob@contoso.example"]
        m365_live_hosts = ["mail.contoso.example"]
    """,
    "pytest.ini": f"""
        [pytest]
        m365_live_tenants = {TENANT}
        m365_live_mailboxes =
            Alice@contoso.example
            bob@contoso.example
        m365_live_hosts = mail.contoso.example
    """,
    "tox.ini": f"""
        [pytest]
        m365_live_tenants = {TENANT}
        m365_live_mailboxes = Alice@contoso.example bob@contoso.example
        m365_live_hosts = mail.contoso.example
    """,
    "setup.cfg": f"""
        [tool:pytest]
        m365_live_tenants = {TENANT}
        m365_live_mailboxes = Alice@contoso.example bob@contoso.example
        m365_live_hosts = mail.contoso.example
    """,
}


def write(folder: Path, name: str, text: str) -> None:
    lines = [line.removeprefix("        ") for line in text.splitlines()]
    (folder / name).write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize("name", FILES)
def test_each_file_of_pytest(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, FILES[name])
    below = tmp_path / "tests" / "mail"
    below.mkdir(parents=True)
    config = project_config(below)
    assert config.inipath == tmp_path / name
    guard = guard_of(config, PUBLIC)
    assert guard.tenants == {TENANT.lower()}
    assert guard.mailboxes == {"alice@contoso.example", "bob@contoso.example"}
    assert guard.hosts == PUBLIC.hosts | {"mail.contoso.example"}


def test_nothing_of_the_project_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is anything needed that its own runs need: plugins, options, a conftest that imports the program."""
    write(
        tmp_path,
        "pytest.ini",
        """
        [pytest]
        addopts = -n 4 --option-of-another-plugin -p no_such_plugin
        required_plugins = pytest-not-installed
        option_of_another_plugin = 1
        m365_live_mailboxes = alice@contoso.example
        """,
    )
    (tmp_path / "conftest.py").write_text("raise RuntimeError('ran')")
    monkeypatch.setenv("PYTEST_ADDOPTS", "--option-of-nobody")
    before = Path.cwd(), dict(os.environ)
    assert guard_of(project_config(tmp_path), PUBLIC).mailboxes == {"alice@contoso.example"}
    assert (Path.cwd(), dict(os.environ)) == before


def test_without_a_file_nothing_is_allowed(tmp_path: Path) -> None:
    config = project_config(tmp_path)
    guard = guard_of(config, CLOUDS["usgov"])
    assert (guard.tenants, guard.mailboxes, guard.hosts) == (frozenset(), frozenset(), CLOUDS["usgov"].hosts)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("m365_live_tenants = contoso.onmicrosoft.com", "m365_live_tenants has 'contoso.onmicrosoft.com', which is no"),
        ("m365_live_tenants = common", "no GUID"),
        ("m365_live_mailboxes = *@contoso.example", "whole addresses, and no patterns"),
        ("m365_live_mailboxes = contoso.example", "whole addresses"),
        ("m365_live_hosts = https://mail.contoso.example", "m365_live_hosts has 'https://mail.contoso.example'"),
        ("m365_live_hosts = *.contoso.example", "host names"),
    ],
)
def test_a_setting_of_a_wrong_form(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "pytest.ini").write_text(f"[pytest]\n{line}\n")
    with pytest.raises(IniWrong, match=message.replace("*", r"\*")):
        guard_of(project_config(tmp_path), PUBLIC)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest\n")
    with pytest.raises(IniWrong, match="pytest cannot read this project's settings"):
        project_config(tmp_path)
