"""A twin is found by programs that have nothing but their environment, by the real service's names."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.foreign import STATES, Foreign
from tests.live.programs import run
from tests.live.twin import Twin, TwinError

PRINTED = {
    "msal": "True",
    "imap": "Subject: Seen",
    "pop3": "Subject: Seen",
    "smtp": "sent",
    "requests": "200 True",
    "graph": "200 True",
    "ews": "Subject: Seen",
}


@pytest.fixture(scope="module")
def twin() -> Iterator[Twin]:
    with Twin() as twin:
        twin.do("_ = tenant.deliver(user, subject='Seen')")
        yield twin


@pytest.mark.parametrize("client", PRINTED)
def test_a_program_finds_the_twin_by_the_real_names(client: str, twin: Twin) -> None:
    assert run(client, twin.environment) == PRINTED[client]


def test_the_environment_says_who_signs_in_now() -> None:
    with Twin(domain="fabrikam.onmicrosoft.com", user="erin") as twin:
        before = twin.environment
        twin.do("user.password = new", new="Other-2026-words")
        twin.do("tenant.daemon_app.secrets.clear()\ntenant.applications.add_secret(tenant.daemon_app, 'Renewed-1')")
        after = twin.environment
    assert before["M365_USERNAME"] == "erin@fabrikam.onmicrosoft.com"
    assert after["M365_PASSWORD"] == "Other-2026-words" != before["M365_PASSWORD"]
    assert after["M365_CLIENT_SECRET"] == "Renewed-1" != before["M365_CLIENT_SECRET"]
    assert after["M365_TENANT_ID"] == before["M365_TENANT_ID"]


def test_orders_are_python_and_their_names_stay(twin: Twin) -> None:
    assert twin.do("count = given + 1\ncount * 2", given=20) == 42
    assert twin.do("count") == 21
    assert twin.do("pass") is None
    assert twin.do("tenant").startswith("<Tenant contoso.onmicrosoft.com")
    with pytest.raises(TwinError, match=r"ValueError: there is no fault 'junkk'; did you mean 'junk'\?"):
        twin.do("tenant.faults.add('junkk')")
    with pytest.raises(TwinError, match="SyntaxError"):
        twin.do("tenant.")
    assert twin.do("1 + 1") == 2


def test_a_twin_that_ends_says_so() -> None:
    with pytest.raises(TwinError, match="the twin has ended, with status 3"), Twin() as twin:
        twin.do("import os; os._exit(3)")


def test_faults_and_switches_are_thrown_while_it_runs() -> None:
    with Twin() as twin:
        environment = twin.environment
        twin.do("_ = tenant.deliver(user, subject='Seen')")
        twin.do("user.imap = False")
        assert "User is authenticated but not connected" in run("imap", environment)
        twin.do("user.imap = True")
        assert run("imap", environment) == PRINTED["imap"]
        twin.do("fault = tenant.faults.junk()")
        run("smtp", environment)
        assert twin.do("[item.subject for item in tenant.mailbox(user).messages('junkemail')]") == ["Sent"]
        assert twin.do("fault.taken") == 1


def test_five_thousand_foreign_messages_and_what_becomes_of_them() -> None:
    with Twin() as twin:
        assert twin.do("box = tenant.mailbox(user)\nfill(box)") == 5_000
        before = [Foreign(*each) for each in twin.do("content(box)")]
        assert len(before) == 5_000
        inbox = {each.flags for each in before if each.folder == "Inbox"}
        assert inbox == {" ".join(name for name, is_set in flags._asdict().items() if is_set) for flags in STATES}
        assert [Foreign(*each) for each in twin.do("content(box)")] == before
        twin.do("item = box.messages()[0]\nbox.items.set_flags(item, item.flags._replace(seen=not item.is_read))")
        after = [Foreign(*each) for each in twin.do("content(box)")]
    changed = set(after) - set(before)
    assert [each.uid for each in changed] == [1]


def test_a_run_with_a_fake_of_its_own_beside_the_twin(twin: Twin, tmp_path: Path) -> None:
    shutil.copy(Path(__file__).with_name("beside_a_twin.py"), tmp_path / "test_beside.py")
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_default_fixture_loop_scope = function\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"],
        env=twin.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "7 passed" in done.stdout
