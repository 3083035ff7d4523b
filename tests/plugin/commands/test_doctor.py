"""``doctor`` as somebody at a terminal sees it: options, exit statuses, what is printed where."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from pytest_m365 import Target, Tenant
from pytest_m365.doctor import context
from pytest_m365.doctor.context import Time
from tests.plugin.commands.conftest import Run
from tests.plugin.doctor.situation import Clock


@pytest.fixture
def as_user(project: Path, m365: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of somebody whose password is enough."""
    monkeypatch.setenv("M365_USERNAME", m365.username)
    monkeypatch.setenv("M365_PASSWORD", m365.password)
    monkeypatch.setenv("M365_ALLOW_PASSWORD", "1")


@pytest.mark.usefixtures("as_user")
class TestExitStatus:
    def test_0_all_that_was_asked_for_works(self, run: Run) -> None:
        result = run("doctor", "--send")
        assert result.exit_code == 0, result.output
        assert "All that was asked for works." in result.output
        assert "arrived after" in " ".join(result.output.split())

    def test_1_something_is_missing(self, run: Run, m365_fake: Tenant, m365: Target) -> None:
        m365_fake.user(m365.username).imap = False
        result = run("doctor")
        assert result.exit_code == 1
        assert "Set-CASMailbox -ImapEnabled $true" in result.output

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("--protocol", "imap,telnet"), "'telnet' is none of"),
            (("--protocol", ","), "name at least one"),
            (("--limit", "0"), "--limit"),
            (("--admin-facts", "nothing.json"), "nothing.json"),
            (("--sned",), "No such option"),
        ],
    )
    def test_2_usage(self, run: Run, words: tuple[str, ...], said: str) -> None:
        result = run("doctor", *words)
        assert result.exit_code == 2
        assert said in result.output

    def test_2_an_environment_that_is_incomplete(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("M365_TENANT_ID")
        result = run("doctor")
        assert result.exit_code == 2
        assert "M365_TENANT_ID is missing" in result.output

    def test_2_facts_that_are_none(self, run: Run, project: Path) -> None:
        (project / "facts.json").write_text("{}")
        result = run("doctor", "--admin-facts", "facts.json")
        assert result.exit_code == 2
        assert "the file of facts has no Form 1" in result.output

    def test_2_a_folder_for_lock_files_that_cannot_be(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "file"
        file.touch()
        monkeypatch.setattr(tempfile, "tempdir", str(file))
        result = run("doctor")
        assert result.exit_code == 2
        assert "the folder for lock files, cannot be made" in result.output

    def test_3_the_ini_file_does_not_allow_it(self, run: Run, m365_fake: Tenant) -> None:
        result = run("doctor", "--mailbox", "boss@contoso.onmicrosoft.com")
        assert result.exit_code == 3
        assert "m365_live_mailboxes" in result.output
        assert m365_fake.journal.entries == []

    def test_4_the_service_does_not_answer_now(self, run: Run, m365_fake: Tenant) -> None:
        m365_fake.faults.unavailable("imap")
        result = run("doctor", "--protocol", "imap")
        assert result.exit_code == 4
        assert "Try again in some minutes" in result.output


@pytest.mark.usefixtures("as_user")
class TestOutput:
    def test_json_is_one_document_on_standard_output(self, run: Run, m365: Target) -> None:
        result = run("doctor", "--json", "--protocol", "smtp,imap")
        said = json.loads(result.stdout)
        assert said["protocols"] == ["smtp", "imap"]
        assert said["tenant_id"] == m365.tenant_id
        assert result.exit_code == said["exit_status"] == 0

    def test_without_the_extra_live_there_is_no_turn_to_take(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "filelock", None)
        result = run("doctor", "--protocol", "imap")
        assert result.exit_code == 0, result.output

    def test_the_admins_script_asks_nobody(self, run: Run, m365: Target, m365_fake: Tenant) -> None:
        result = run("doctor", "--admin-script")
        assert result.exit_code == 0
        assert f"'{m365.username}'" in result.output
        assert m365_fake.journal.entries == []

    def test_since_fix(self, run: Run, m365_fake: Tenant, m365: Target, monkeypatch: pytest.MonkeyPatch) -> None:
        user = m365_fake.user(m365.username)
        user.smtp_auth = False
        clock = Clock()
        clock.meanwhile = lambda: setattr(user, "smtp_auth", True)
        monkeypatch.setattr(context, "Time", lambda: Time(clock.now, clock.sleep))
        result = run("doctor", "--json", "--protocol", "smtp", "--since-fix")
        assert result.exit_code == 0, result.output
        assert json.loads(result.stdout)["status"] == "works"
        assert "works after" in result.stderr
        assert len(clock.slept) == 1

    def test_since_fix_has_a_limit(self, run: Run, m365_fake: Tenant, m365: Target) -> None:
        m365_fake.user(m365.username).smtp_auth = False
        result = run("doctor", "--protocol", "smtp", "--since-fix", "--limit", "1")
        assert result.exit_code == 1
        assert "no change after 60 s, asked 0 times" in result.output


def test_the_help_imports_no_msal() -> None:
    code = "from pytest_m365.commands import main; main(['doctor', '--help'], standalone_mode=False)"
    code = f"import sys; {code}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "msal" not in done.stdout.splitlines()[-1].split()
