"""What live runs leave in a mailbox: nothing of their own, whatever ends them, and what earlier ones left goes."""

import signal

import pytest

from tests.live.project import Project
from tests.live.test_live_run import folders
from tests.live.twin import Twin


def test_a_failure_and_ctrl_c_leave_nothing(project: Project, twin: Twin) -> None:
    project.write(
        """
        import os, signal

        def test_fails(m365_mailbox):
            m365_mailbox.deliver(subject="Left behind")
            m365_mailbox.add_folder("Inbox/Invoices")
            m365_mailbox.deliver(subject="In the folder", folder="Inbox/Invoices")
            assert 0

        def test_interrupted(m365_mailbox, m365_smtp):
            to, user = m365_mailbox.address, m365_mailbox.user
            m365_smtp.sendmail(user, [to], f"From: {user}\\r\\nTo: {to}\\r\\nSubject: On its way\\r\\n\\r\\n")
            m365_mailbox.deliver(subject="Left behind")
            os.kill(os.getpid(), signal.SIGINT)
        """
    )
    ran = project.run()
    assert ran.returncode == pytest.ExitCode.INTERRUPTED, ran
    assert ran.count("failed") == 1
    assert folders(twin) == {}
    assert "Invoices" not in str(twin.do("[f.path for f in tenant.mailbox(user.address).folders.below()]"))


@pytest.mark.parametrize("via", ["imap", "ews", "graph"])
def test_folders_that_a_program_makes_go_or_are_named(project: Project, twin: Twin, via: str) -> None:
    """Those below the test's own are the test's; of others nothing says whose they are."""
    twin.do("tenant.mailbox(user.address).add_folder('Of before')")
    project.write(
        """
        from pytest_m365 import clients

        def program(m365, *paths):
            token = m365.app_token()
            with clients.imap(m365.imap, m365.ssl_context(), m365.username, token) as client:
                for path in paths:
                    assert client.create(f'"{path}"')[0] == "OK"

        def test_sorts(m365, m365_mailbox):
            own = m365_mailbox.own_folder()
            program(m365, f"{own}/2026", f"{own}/2026/November", "Processed", "Processed/2026")

        def test_next(m365, m365_mailbox):
            program(m365, "INBOX/Later")

        def test_last(m365_mailbox): pass
        """
    )
    ran = project.run(M365_MAILBOX_VIA=via)
    assert ran.returncode == 0, ran
    user = twin.environment["M365_USERNAME"]
    named = [line for line in ran.output.splitlines() if "the folder" in line]
    assert named == [
        f"test_it.py::{test}: the folder {path} of {user} has come meanwhile, and stays: nothing says who has made it"
        for test, path in [
            ("test_sorts", "Processed"), ("test_sorts", "Processed/2026"), ("test_next", "Inbox/Later")
        ]
    ]  # fmt: skip
    paths = set(twin.do("[f.path for f in tenant.mailbox(user.address).folders.below()]"))
    assert {"Of before", "Processed", "Processed/2026", "Inbox/Later"} <= paths
    assert "m365t" not in str(paths)


@pytest.mark.parametrize("via", ["imap", "ews", "graph"])
def test_a_folder_that_a_program_moves_below_the_tests_stays(project: Project, twin: Twin, via: str) -> None:
    """It was there before, is empty, and has another name now: neither the test's end nor a later sweep removes it."""
    twin.do("tenant.mailbox(user.address).add_folder('Of before')")
    project.write(
        """
        from pytest_m365 import clients

        def test_moves(m365, m365_mailbox):
            own = m365_mailbox.own_folder()
            with clients.imap(m365.imap, m365.ssl_context(), m365.username, m365.app_token()) as client:
                assert client.rename('"Of before"', f'"{own}/Moved"')[0] == "OK"

        def test_next(m365_mailbox):
            m365_mailbox.own_folder()
        """
    )
    ran = project.run(M365_MAILBOX_VIA=via)
    assert ran.returncode == 0, ran
    assert ran.output.count("others' Of before was there before the test, and is not where it was") == 1, ran
    project.write("def test_passes(m365_mailbox): pass\n")
    assert project.run(M365_MAILBOX_VIA=via).returncode == 0
    paths = twin.do("[f.path for f in tenant.mailbox(user.address).folders.below() if 'm365t' in f.path]")
    assert [path.partition("/")[2] for path in paths] == ["", "Moved"]


def test_ctrl_c_while_a_test_is_set_up(project: Project, twin: Twin) -> None:
    """The test is torn down before the run ends, so that its folder is empty by then."""
    project.write(
        """
        import os, pytest, signal

        @pytest.fixture
        def made(m365_mailbox):
            m365_mailbox.add_folder("Mine")
            os.kill(os.getpid(), signal.SIGINT)

        def test_never(made): pass
        """
    )
    ran = project.run()
    assert ran.returncode == pytest.ExitCode.INTERRUPTED, ran
    paths = twin.do("[f.path for f in tenant.mailbox(user.address).folders.below()]")
    assert not {"Mine", "pytest-m365"} & set(paths)


def test_what_a_killed_run_leaves(project: Project, twin: Twin) -> None:
    """It may still be at work, as far as the next one knows: that says so, and leaves it for a day."""
    project.write(
        """
        import os, signal

        def test_dies(m365_mailbox):
            m365_mailbox.deliver(subject="Left")
            os.kill(os.getpid(), signal.SIGKILL)
        """
    )
    assert project.run().returncode == -signal.SIGKILL
    assert folders(twin) == {"Inbox": 1, "pytest-m365": 1}
    project.write("def test_passes(m365_mailbox): pass\n")
    ran = project.run()
    assert ran.returncode == 0, ran
    assert "has used this mailbox since" in ran.output
    assert folders(twin)["Inbox"] == 1


def test_what_old_runs_have_left(project: Project, twin: Twin) -> None:
    """By address, by Message-ID, by field; and beside it what only looks like it."""
    user = twin.environment["M365_USERNAME"]
    local, _, domain = user.partition("@")
    old = "2601020304abcd"
    marked = [
        f"To: {local}+m365t-{old}-1@{domain}",
        f"Message-ID: <m365t.20260102030405.{old}.1.1@pytest-m365.invalid>",
        f"X-Pytest-M365: {old}/1/2026-01-02T03:04:05Z",
    ]
    foreign = ["Subject: About +m365t-1", f"To: {local}+m365t@{domain}", "Message-ID: <m365t.1@pytest-m365.example>"]
    for line in marked + foreign:
        twin.do("tenant.mailbox(user.address).deliver(mime)", mime=f"From: a@b.example\r\n{line}\r\n\r\nBody\r\n")
    project.write("def test_passes(m365_mailbox): pass\n")
    ran = project.run("--m365-sweep=dry")
    assert "3 messages would be removed" in ran.output, ran
    assert folders(twin) == {"Inbox": 6}
    ran = project.run()
    assert f"{user} by graph: removed 3 messages" in ran.output, ran
    assert folders(twin) == {"Inbox": 3}


def test_more_than_200_are_nobodys_mistake(project: Project, twin: Twin) -> None:
    line = "To: x+m365t-2601020304abcd-1@contoso.onmicrosoft.com"
    deliver = "for _ in range(201): tenant.mailbox(user.address).deliver(mime)"
    twin.do(deliver, mime=f"From: a@b.example\r\n{line}\r\n\r\nBody\r\n")
    project.write("def test_passes(m365_mailbox): pass\n")
    ran = project.run()
    assert "201 messages of earlier runs, not removed: more than 200 at once" in ran.output, ran
    assert "pytest --m365-sweep=all" in ran.output
    assert folders(twin) == {"Inbox": 201}
    assert "removed 201 messages" in project.run("--m365-sweep=all").output
    assert folders(twin) == {}
