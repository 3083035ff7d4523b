"""What the report of a failed live test says: whose matter it is, and nothing of our own inside."""

from tests.live.project import Project
from tests.live.twin import Twin


def test_the_first_line_says_whose_fault_it_is(project: Project, twin: Twin) -> None:
    project.write(
        """
        def test_program(m365_mailbox):
            assert m365_mailbox.messages() != []

        def test_nothing_comes(m365_mailbox):
            m365_mailbox.wait_for("Nothing", timeout=0)

        def test_foreign(m365_imap):
            m365_imap.select()
            m365_imap.expunge()
        """
    )
    ran = project.run()
    assert (ran.returncode, ran.count("failed")) == (1, 3), ran
    lines = ran.output.splitlines()
    firsts = [lines[number + 1] for number, line in enumerate(lines) if line.strip("- ") == "m365"]
    assert firsts[0].startswith("the program, or what the test expects of it")
    assert firsts[1].startswith("cannot tell")
    assert firsts[2].startswith("a rule of live runs")
    # Our own frames are no part of what failed.
    assert "waiting.py" not in ran.output


def test_mail_in_junk_is_the_services_matter_and_mail_that_was_not_sent_is_not(project: Project, twin: Twin) -> None:
    twin.do("tenant.faults.junk()")
    project.write(
        """
        def send(m365, m365_mailbox, subject):
            to, user = m365_mailbox.address, m365_mailbox.user
            with m365.open_smtp() as smtp:
                smtp.sendmail(user, [to], f"From: {user}\\r\\nTo: {to}\\r\\nSubject: {subject}\\r\\n\\r\\n")

        def test_junk(m365, m365_mailbox):
            send(m365, m365_mailbox, "Wanted")
            m365_mailbox.wait_for("Wanted", timeout=0)

        def test_another_one_in_junk(m365, m365_mailbox):
            send(m365, m365_mailbox, "Other")
            m365_mailbox.wait_for("Wanted", timeout=0)
        """
    )
    lines = project.run().output.splitlines()
    firsts = [lines[number + 1] for number, line in enumerate(lines) if line.strip("- ") == "m365"]
    assert [first.partition(":")[0] for first in firsts] == ["the service or its settings", "cannot tell"]
    assert "Junk Email" in firsts[0]


def test_the_fix_of_a_lost_protocol_names_its_switch(project: Project, twin: Twin) -> None:
    twin.do("user.imap = False")
    project.write("def test_it(m365_imap): pass\n")
    ran = project.run("--m365-require=imap")
    assert ran.returncode == 1, ran
    assert "Set-CASMailbox -ImapEnabled $true" in ran.output
    assert "  answer: BAD User is authenticated but not connected." in ran.output
    assert ran.output.count("fix: Add-MailboxPermission") == 1, ran
    assert "python -m pytest_m365 doctor" in ran.output


def test_a_skip_is_where_the_test_asks(project: Project) -> None:
    project.write("def test_it(m365):\n    m365.token('IMAP.AccessAsUser.All')\n")
    assert "test_it.py:2: a delegated token needs somebody who has signed in" in project.run("-rs").output


def test_an_expired_secret_is_a_setting(project: Project, twin: Twin) -> None:
    twin.do("tenant.faults.refuse('token', reason='SecretExpired')")
    project.write("def test_it(m365_mailbox): pass\n")
    ran = project.run()
    assert ran.returncode == 1, ran
    assert "AADSTS7000222" in ran.output
    assert "sign_in.py" not in ran.output, "frames of ours"
    assert "[m365: AADSTS7000222]" in ran.output
    assert "the service or its settings" in ran.output
