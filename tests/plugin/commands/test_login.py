"""``login`` and ``logout``, as somebody at a terminal sees them."""

import re
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from pytest_m365 import Browser, Redirect, Target, Tenant
from pytest_m365.commands import login as login_module
from pytest_m365.live import cache
from pytest_m365.live.cache import SignInCache, state_folder
from pytest_m365.live.guard import Guard
from pytest_m365.live.settings import read_settings
from pytest_m365.live.sign_in import SignIn
from tests.plugin.commands.conftest import Run
from tests.plugin.live.conftest import unheard
from tests.tokens import claims_of


@pytest.fixture
def kept(m365: Target) -> Callable[[], SignInCache]:
    """Where the command keeps sign-ins."""
    return lambda: SignInCache(state_folder(), m365.tenant_id, m365.public_app.client_id)


@pytest.fixture(autouse=True)
def headless(monkeypatch: pytest.MonkeyPatch) -> None:
    """No keyring of this machine is written to."""

    def build(location: str) -> Any:
        raise ImportError("Unable to import module 'gi'")

    monkeypatch.setattr(cache, "build_encrypted_persistence", build)


@pytest.fixture
def approving(m365_fake: Tenant, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whoever is shown a device code types it, as the users of this list, one after the other."""
    users = ["alice"]
    echo = click.echo

    def read(line: str, **options: Any) -> None:
        if found := re.search(r"enter the code (\S+) ", str(line)):
            m365_fake.sign_ins.approve_device_code(found[1], users.pop(0))
        echo(line, **options)

    monkeypatch.setattr(click, "echo", read)
    return users


class TestLogin:
    def test_by_browser(
        self, run: Run, m365: Target, m365_browser: Browser, kept: Callable[[], SignInCache], project: Path
    ) -> None:
        """The one mailbox that the ini file allows needs no name."""
        before = datetime.now()
        result = run("login", "--plaintext")
        path = kept().path
        # At midnight these are two days.
        ends = {f"{now + timedelta(days=90):%Y-%m-%d}" for now in (before, datetime.now())}
        assert result.output in {
            f"A browser opens; sign in there as {m365.username}.\n"
            f"Signed in as {m365.username} in tenant {m365.tenant_id}.\n"
            "  may use   EWS.AccessAsUser.All, IMAP.AccessAsUser.All, POP.AccessAsUser.All, SMTP.Send\n"
            f"  kept in   {path} (plain text, readable by you alone)\n"
            f"  lives to  {until}, and 90 days more from each run that uses it\n"
            for until in ends
        }
        assert result.exit_code == 0
        assert len(m365_browser.visited) == 1
        self.check_a_run(m365, kept())

    def check_a_run(self, m365: Target, kept: SignInCache) -> None:
        """A live run acts as the user from then on."""
        settings = read_settings({
            "M365_TENANT_ID": m365.tenant_id,
            "M365_CLIENT_ID": m365.public_app.client_id,
            "M365_USERNAME": m365.username,
        })  # fmt: skip
        guard = Guard(frozenset({m365.tenant_id}), frozenset({m365.username}), settings.cloud.hosts)
        with SignIn(settings, guard, learn=unheard, cache=kept.open()) as signed_in:
            assert claims_of(signed_in.user_token(["IMAP.AccessAsUser.All"]))["upn"] == m365.username

    def test_by_device_code(
        self, run: Run, m365: Target, approving: list[str], kept: Callable[[], SignInCache]
    ) -> None:
        result = run("login", "--device", "--plaintext", "--user", m365.username.upper())
        assert result.exit_code == 0, result.output
        assert "To sign in, use a web browser to open the page https://login.microsoft.com/device" in result.output
        self.check_a_run(m365, kept())

    def test_without_a_browser_it_is_by_device_code(
        self, run: Run, approving: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(login_module, "has_browser", lambda: False)
        result = run("login", "--plaintext")
        assert result.exit_code == 0, result.output
        assert result.output.startswith("There is no browser on this machine, so that you get a code")

    def test_several_users_one_after_the_other(
        self, run: Run, m365: Target, m365_fake: Tenant, approving: list[str], project: Path, monkeypatch: Any,
        kept: Callable[[], SignInCache],
    ) -> None:  # fmt: skip
        bob = m365_fake.add_user("bob").upn
        approving.append("bob")
        with (project / "pytest.ini").open("a") as ini:
            ini.write(f"    {bob}\n")
        monkeypatch.setenv("M365_USERNAMES", f"{m365.username},{bob}")
        result = run("login", "--device", "--plaintext")
        assert result.exit_code == 0, result.output
        assert re.findall(r"Signed in as (\S+)", result.output) == [m365.username, bob]
        self.check_a_run(m365, kept())

    def test_what_is_not_given_is_said(self, run: Run, m365_fake: Tenant, m365: Target, monkeypatch: Any) -> None:
        app = m365_fake.register_app("Sender", public=True, delegated=["SMTP.Send"])
        monkeypatch.setenv("M365_CLIENT_ID", app.client_id)
        result = run("login", "--plaintext", "--scope", "smtp.send")
        assert "  may use   SMTP.Send\n" in result.output
        assert "not " not in result.output

    def test_the_platform_encrypts_nothing(self, run: Run, m365_browser: Browser) -> None:
        result = run("login")
        assert result.exit_code == 2
        assert result.output.startswith(
            "Error: the sign-in cannot be encrypted on this machine: Unable to import module 'gi'\n"
            "  - keep it in a plain file that only you can read: python -m pytest_m365 login --plaintext\n"
        )
        assert m365_browser.visited == []

    @pytest.mark.parametrize("value", ["true", "1", "woodpecker"])
    def test_it_refuses_in_ci(self, run: Run, m365_browser: Browser, monkeypatch: Any, value: str) -> None:
        monkeypatch.setenv("CI", value)
        result = run("login", "--plaintext")
        assert result.exit_code == 2
        assert "a CI job (CI is set) has no person" in result.output
        assert m365_browser.visited == []

    def test_what_is_needed_is_listed(self, run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("M365_TENANT_ID")
        monkeypatch.delenv("M365_CLIENT_ID")
        (project / "pytest.ini").write_text("[pytest]\n")
        result = run("login")
        assert result.exit_code == 2
        assert re.findall(r"^  - (\S+) is missing: ", result.output, re.M) == [
            "M365_TENANT_ID", "M365_CLIENT_ID", "M365_USERNAME"
        ]  # fmt: skip
        assert "or give --user NAME" in result.output

    def test_a_wrong_value_is_named(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("M365_TENANT_ID", "contoso.onmicrosoft.com")
        result = run("login", "--plaintext")
        assert result.exit_code == 2
        assert "  - M365_TENANT_ID is 'contoso.onmicrosoft.com', which is no GUID" in result.output

    def test_a_tenant_that_the_project_does_not_name(self, run: Run, project: Path, m365_browser: Browser) -> None:
        other = "8b2f0000-0000-4000-8000-000000000001"
        (project / "pytest.ini").write_text(f"[pytest]\nm365_live_tenants = {other}\n")
        result = run("login", "--plaintext", "--user", "alice@contoso.onmicrosoft.com")
        assert result.exit_code == 3
        assert f"ini m365_live_tenants has {other} (in {project / 'pytest.ini'})" in result.output
        assert m365_browser.visited == []

    def test_a_mailbox_that_it_does_not_name(self, run: Run, m365_browser: Browser) -> None:
        result = run("login", "--plaintext", "--user", "boss@contoso.onmicrosoft.com")
        assert result.exit_code == 3
        assert "the mailbox boss@contoso.onmicrosoft.com is not among those" in result.output
        assert m365_browser.visited == []

    def test_without_an_ini_file(self, run: Run, project: Path) -> None:
        (project / "pytest.ini").unlink()
        result = run("login", "--plaintext", "--user", "alice@contoso.onmicrosoft.com")
        assert result.exit_code == 3
        assert f"has nothing (there is no ini file of pytest in {project} or above)" in result.output

    def test_an_ini_file_that_is_wrong(self, run: Run, project: Path) -> None:
        (project / "pytest.ini").write_text("[pytest]\nm365_live_tenants = common\n")
        result = run("login", "--plaintext", "--user", "alice@contoso.onmicrosoft.com")
        assert result.exit_code == 2
        assert "ini m365_live_tenants has 'common', which is no GUID" in result.output

    def test_somebody_else_signs_in(
        self, run: Run, m365_fake: Tenant, approving: list[str], kept: Callable[[], SignInCache]
    ) -> None:
        m365_fake.add_user("boss")
        approving[:] = ["boss"]
        result = run("login", "--device", "--plaintext")
        assert result.exit_code == 3
        assert "the access token is of boss@" in result.output
        assert kept().path is None

    def test_the_service_refuses(self, run: Run, m365_fake: Tenant, approving: list[str]) -> None:
        m365_fake.sign_ins.add_conditional_access("no codes", ways={"device_code"})
        result = run("login", "--device", "--plaintext")
        assert result.exit_code == 1
        assert "AADSTS53003" in result.output

    def test_the_service_is_down(self, run: Run, m365_fake: Tenant) -> None:
        m365_fake.faults.down("oauth")
        result = run("login", "--device", "--plaintext")
        assert result.exit_code == 4

    def test_a_folder_that_cannot_be_written(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "state").write_text("a file")
        result = run("login", "--plaintext")
        assert result.exit_code == 2
        assert "cannot be written" in result.output


class TestLogout:
    def test_it_forgets(self, run: Run, m365: Target, approving: list[str], kept: Callable[[], SignInCache]) -> None:
        run("login", "--device", "--plaintext")
        path = kept().path
        assert run("logout").output == f"Removed {path}.\n"
        assert kept().path is None
        assert run("logout").output == f"Nobody has signed in to {m365.tenant_id} here.\n"

    def test_without_a_tenant(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("M365_TENANT_ID")
        result = run("logout")
        assert result.exit_code == 2
        assert "M365_TENANT_ID is missing" in result.output


def test_as_a_program(m365_redirect: Redirect, project: Path) -> None:
    """With an environment of its own, so that CI is seen there."""
    done = m365_redirect.run(
        [sys.executable, "-m", "pytest_m365", "login"], env={"CI": "1", "PATH": ""}, check=False, cwd=project
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: a CI job (CI is set)")
