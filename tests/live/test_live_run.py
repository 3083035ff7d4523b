"""Live runs as a team has them: the same tests on the fake and on a tenant, which here is a twin in another process."""

from pathlib import Path

import pytest

from tests.certificates import KeyAndCertificate
from tests.live.project import Project
from tests.live.twin import Twin

#: each fixture of ours in a test that knows nothing of the target
SAME_TESTS = '''
def test_delivers(m365_mailbox):
    """As the program under test would see it."""
    m365_mailbox.deliver(subject="Hello", body="Good day")
    assert [each.subject for each in m365_mailbox.messages()] == ["Hello"]
    assert m365_mailbox.wait_for("Hello").subject == "Hello"

def test_sends(m365_smtp, m365_mailbox):
    to, user = m365_mailbox.address, m365_mailbox.user
    m365_smtp.sendmail(user, [to], f"From: {user}\\r\\nTo: {to}\\r\\nSubject: Sent\\r\\n\\r\\nBody\\r\\n")
    assert m365_mailbox.wait_for("Sent").sender == user
    m365_mailbox.wait_for("Other", none_within=0.2)

def test_reads_by_imap(m365_imap, m365_mailbox):
    m365_mailbox.deliver(subject="Read me")
    m365_imap.select()
    _, found = m365_imap.search(None, "SUBJECT", '"Read me"')
    number = found[0].split()[-1].decode()
    assert m365_imap.store(number, "+FLAGS", "\\\\Seen")[0] == "OK"

def test_reads_by_pop3(m365_mailbox, m365):
    m365_mailbox.deliver(subject="Take me")
    with m365.open_pop3() as client:
        number = client.stat()[0]
        assert b"Subject: Take me" in client.retr(number)[1]
        client.dele(number)
    assert m365_mailbox.messages() == []

def test_reads_by_ews(m365_ews, m365_mailbox):
    m365_mailbox.deliver(subject="Seen by EWS")
    (item,) = m365_ews.inbox.filter(subject="Seen by EWS")
    item.is_read = True
    item.save(update_fields=["is_read"])

def test_tokens(m365):
    import jwt
    claims = jwt.decode(m365.app_token(), options={"verify_signature": False})
    assert (claims["tid"], claims["appid"]) == (m365.tenant_id, m365.daemon_app.client_id)
    assert m365.msal_daemon().acquire_token_for_client(["https://outlook.office365.com/.default"])["access_token"]

def test_a_program(m365_redirect, m365):
    import sys
    code = "import os; print(os.environ['M365_TENANT_ID'], os.environ['M365_USERNAME'])"
    assert m365_redirect.run([sys.executable, "-c", code]).stdout.split() == [m365.tenant_id, m365.username]
'''
#: how many there are
SAME = 7


def folders(twin: Twin) -> dict[str, int]:
    """Return how many messages the twin's user has, by folder; those without any are left out."""
    every = "tenant.mailbox(user.address).folders.below()"
    found: dict[str, int] = twin.do(f"{{folder.path: folder.total_count for folder in {every} if folder.total_count}}")
    return found


def test_the_same_tests_on_both(project: Project, twin: Twin) -> None:
    project.write(SAME_TESTS)
    ran = project.run("-v", target="both")
    assert (ran.returncode, ran.count("passed")) == (0, 2 * SAME), ran
    assert "test_it.py::test_sends[fake] PASSED" in ran.output
    assert "test_it.py::test_sends[live] PASSED" in ran.output
    assert "m365: target both" in ran.output
    assert "m365 live: acts as application" in ran.output
    # All that the live half has made is gone, folders included.
    assert folders(twin) == {}
    assert "m365t" not in str(twin.do("[f.path for f in tenant.mailbox(user.address).folders.below()]"))


SHARED = """
def test_own(m365): assert m365.mailbox.deliver(subject="Own").subject == "Own"
def test_session(m365_session): assert m365_session.mailbox.deliver(subject="Shared").subject == "Shared"
def test_module(m365_module): assert m365_module.mailbox.deliver(subject="Shared").subject == "Shared"
"""


def test_what_tests_share_of_the_fake_ends_before_a_live_test(project: Project, twin: Twin) -> None:
    """The first of them shares nothing; its tokens must not be asked of the fake."""
    project.write(SHARED)
    ran = project.run(target="both")
    assert (ran.returncode, ran.count("passed")) == (0, 6), ran
    assert folders(twin) == {}


WITHOUT_VARIANTS = """
import unittest
import pytest

class TestDigest(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def _m365(self, m365, m365_mailbox):
        self.kind, self.mailbox = m365.kind, m365_mailbox

    def test_it_arrives(self):
        assert self.mailbox.deliver(subject="Digest").subject == "Digest"

    @pytest.mark.m365_live
    def test_on_the_tenant(self):
        assert self.kind == "live"

    @pytest.mark.m365_fake
    def test_on_the_fake(self):
        assert self.kind == "fake"

def test_late(request):
    assert request.getfixturevalue("m365").kind == "fake"

def test_late_and_shared(request):
    assert request.getfixturevalue("m365_session").kind == "fake"

def test_of_the_fake(request):
    assert request.getfixturevalue("m365_fake").domain

def test_fails_early(request, missing): pass

def test_with_variants(m365): pass
def test_without_a_target(): pass
"""


@pytest.mark.parametrize("workers", [(), ("-p", "xdist", "-n", "2")], ids=["alone", "workers"])
def test_what_has_no_variants_is_named_with_where_it_ran(
    project: Project, twin: Twin, workers: tuple[str, ...]
) -> None:
    project.write(WITHOUT_VARIANTS)
    ran = project.run("-q", *workers, target="both")
    assert (ran.count("passed"), ran.count("error"), ran.count("skipped")) == (9, 1, 0), ran
    _, _, said = ran.output.partition("= m365: on the fake alone =")
    assert "3 of the tests have no variants, and ran on the fake" in said, ran
    assert "pytest --m365=live runs them on the tenant" in said
    named = sorted(line.strip() for line in said.splitlines() if line.startswith("  test_it.py"))
    assert named == [
        "test_it.py::TestDigest::test_it_arrives",
        "test_it.py::test_late",
        "test_it.py::test_late_and_shared",
    ]
    assert folders(twin) == {}
    # Which is true, and where there is one target alone there is nothing to say.
    ran = project.run("-q", "-k", "it_arrives or with_variants", *workers, target="live")
    assert (ran.returncode, ran.count("passed")) == (0, 2), ran
    assert "no variants" not in ran.output


def test_as_a_user(project: Project, twin: Twin) -> None:
    project.write(SAME_TESTS.replace("m365.app_token()", "m365.token()").replace("daemon_app", "public_app"))
    led = twin.environment
    ran = project.run(
        "-k", "not msal", M365_SIGN_IN="user", M365_ALLOW_PASSWORD="1", M365_PASSWORD=led["M365_PASSWORD"],
        M365_CLIENT_SECRET=None, M365_DAEMON_CLIENT_ID=None,
    )  # fmt: skip
    assert f"m365 live: acts as user {led['M365_USERNAME']} by password" in ran.output, ran
    # The last half of one test needs the daemon.
    assert (ran.count("passed"), ran.count("skipped"), ran.count("failed")) == (SAME - 1, 1, 0), ran


def test_workers_share_the_mailboxes(project: Project, twin: Twin) -> None:
    twin.do("bob = tenant.add_user('bob')")
    users = twin.environment["M365_USERNAME"], "bob@contoso.onmicrosoft.com"
    project.ini["m365_live_mailboxes"] = " ".join(users)
    project.write(SAME_TESTS)
    project.write(SAME_TESTS, "test_others.py")
    ran = project.run("-p", "xdist", "-n", "3", M365_USERNAME=None, M365_USERNAMES=",".join(users))
    assert (ran.returncode, ran.count("passed")) == (0, 2 * SAME), ran
    used = twin.do(
        "sorted({e.asked.split('/')[3] for e in tenant.journal.entries if e.operation == 'CreateMessageInFolder'})"
    )
    assert used == sorted(users)
    assert folders(twin) == {}


def test_what_is_not_to_be_had_skips_or_fails(project: Project, twin: Twin) -> None:
    """The mailbox is reached by EWS then."""
    twin.do("user.imap = False")
    project.write(SAME_TESTS)
    ran = project.run("-rs", "-k", "delivers or imap")
    assert (ran.returncode, ran.count("passed"), ran.count("skipped")) == (0, 1, 1), ran
    assert "imap is not to be had here:" in ran.output
    assert "User is authenticated but not connected" in ran.output
    red = project.run("-k", "delivers or imap", "--m365-require=imap,smtp")
    assert (red.returncode, red.count("failed") + red.count("error")) == (1, 1), red
    assert "--m365-require=imap:" in red.output


def test_a_run_that_skips_everything_fails(project: Project, twin: Twin) -> None:
    twin.do("user.imap = False")
    project.write(SAME_TESTS)
    ran = project.run("-k", "imap")
    assert (ran.returncode, ran.count("skipped")) == (1, 1), ran
    assert "every live test was skipped (1), which fails the run" in ran.output


ONLY_THE_FAKE = """
import pytest

def test_control(m365_fake): raise AssertionError
def test_clock(m365_clock): raise AssertionError
def test_browser(m365_browser): raise AssertionError
def test_server(m365_server): raise AssertionError
def test_attribute(m365): m365.tenant.add_user("bob")
def test_dynamic(request, m365): request.getfixturevalue("m365_fake")
def test_of_the_mailbox(m365_mailbox): m365_mailbox.items
def test_of_a_message(m365_mailbox): m365_mailbox.deliver(subject="Flags").flags
@pytest.mark.m365_fake
def test_marked(m365): raise AssertionError
@pytest.mark.m365(imap=False)
def test_switch(m365): raise AssertionError
@pytest.mark.m365(security_defaults=True)
def test_unseen(m365): raise AssertionError
@pytest.mark.m365_live
def test_live(m365): assert m365.kind == "live"
@pytest.mark.m365(basic_auth=False, imap=True, domain="contoso.onmicrosoft.com")
def test_is_so(m365): assert m365.kind == "live"
@pytest.mark.m365(smtp_auth=False)
def test_is_off(m365): assert m365.kind == "live"
"""


def test_what_only_the_fake_can_do_skips(project: Project, twin: Twin) -> None:
    twin.do("user.smtp_auth = False")
    project.write(ONLY_THE_FAKE)
    ran = project.run("-rs", "-vv")
    assert (ran.returncode, ran.count("passed"), ran.count("skipped")) == (0, 3, 11), ran
    for reason in (
        "m365_fake is every control of the fake's tenant, and this is the live target",
        "m365_clock moves the fake's time",
        "m365_browser signs in without a person",
        "m365_server is the fake itself",
        "m365.tenant is every control",
        "mailbox.items is there on the fake only, and this is the live target",
        "message.flags is there on the fake only",
        "runs on the fake target only, and this is live",
        "the live tenant is not known to have imap=False",
        "the live tenant is not known to have security_defaults=True",
    ):
        assert reason in ran.output, reason


SECRETLESS = """
def test_acts(m365, m365_mailbox): m365_mailbox.deliver(subject=m365.daemon_app.client_id)
def test_shows_its_secret(m365): assert m365.daemon_app.client_secret
"""


def test_who_wants_the_secret_of_an_application_without_one_skips(project: Project, twin: Twin, tmp_path: Path) -> None:
    pair = KeyAndCertificate.new()
    (tmp_path / "live.pem").write_text(pair.key_pem + pair.certificate_pem)
    application = twin.do(
        "app = tenant.register_app('Certified', certificate=certificate, application=['IMAP.AccessAsApp'])\n"
        "tenant.rights.add_mailbox_permission(user, app)\napp.client_id",
        certificate=pair.certificate_pem,
    )
    project.write(SECRETLESS)
    ran = project.run(
        "-rs", M365_DAEMON_CLIENT_ID=application, M365_CLIENT_SECRET=None, M365_CLIENT_CERTIFICATE="live.pem"
    )
    assert (ran.returncode, ran.count("passed"), ran.count("skipped")) == (0, 1, 1), ran
    assert "m365.daemon_app.client_secret: the live application has none that is known" in ran.output


#: changes to the ini file and to the environment, and what is said of them
NOT_ALLOWED: list[tuple[dict[str, str], dict[str, str | None], str]] = [
    ({"m365_live_tenants": ""}, {}, "m365_live_tenants has nothing"),
    ({"m365_live_tenants": "contoso.com"}, {}, "is no GUID"),
    ({"m365_live_mailboxes": "bob@contoso.onmicrosoft.com"}, {}, "is not among those that live runs may touch"),
    ({}, {"M365_IMAP": "imap.evil.example:993"}, "no token is sent to imap.evil.example"),
    ({}, {"M365_AUTHORITY": "https://login.evil.example/x"}, "no token is sent to login.evil.example"),
    ({}, {"M365_EWS_URL": "https://outlook.office365.us/EWS"}, "no token is sent to outlook.office365.us"),
    ({}, {"M365_TENANT_ID": "common"}, "M365_TENANT_ID is 'common', which is no GUID"),
    ({}, {"M365_CLIENT_SECRET": None}, "nothing that it proves itself with"),
    ({}, {"M365_CLIENT_SECRET": "'quoted'"}, "M365_CLIENT_SECRET has quotes around its value"),
    ({"m365_live_pace": "fast"}, {}, "ini m365_live_pace is 'fast', and takes seconds"),
]


@pytest.mark.parametrize(
    ("ini", "environment", "said"),
    # The settings' and the guard's own tests ask for each of these.
    [*NOT_ALLOWED[:2], *(pytest.param(*case, marks=pytest.mark.slow) for case in NOT_ALLOWED[2:])],
)
def test_the_guard_ends_the_run_before_anything_is_asked(
    project: Project, twin: Twin, ini: dict[str, str], environment: dict[str, str | None], said: str
) -> None:
    project.ini.update(ini)
    project.write(SAME_TESTS)
    ran = project.run(**environment)  # type: ignore[arg-type]
    assert ran.returncode == pytest.ExitCode.USAGE_ERROR, ran
    assert "--m365=live needs a tenant that is set up for it" in ran.output
    assert said in ran.output
    assert twin.do("len(server.cloud.notes.entries) + len(tenant.journal.entries)") == 0


def test_a_token_of_another_tenant_goes_nowhere(project: Project, twin: Twin) -> None:
    """The environment names a tenant that is allowed, and its sign-in service is another tenant's."""
    other = "11111111-2222-4333-8444-555555555555"
    twin.do("other = server.new_tenant(tenant_id=id, domain='fabrikam.com')", id=other)
    secret = twin.do("other.add_user('carol')\nother.daemon_app.client_secret")
    project.write(SAME_TESTS)
    ran = project.run(
        "-k", "delivers",
        M365_AUTHORITY=f"https://login.microsoftonline.com/{other}",
        M365_DAEMON_CLIENT_ID=twin.do("other.daemon_app.client_id"), M365_CLIENT_SECRET=secret,
    )  # fmt: skip
    assert (ran.returncode, ran.count("error")) == (1, 1), ran
    assert f"the tenant {other} is not among those that live runs may touch" in ran.output
    assert "a rule of live runs" in ran.output
    mail = "[e for e in [*tenant.journal.entries, *other.journal.entries] if e.protocol != 'OAuth']"
    assert twin.do(f"len({mail})") == 0


def test_the_examples_run_on_both(project: Project, twin: Twin) -> None:
    """On live, as the application: what a person must sign in for skips."""
    examples = Path(__file__).parents[2] / "examples"
    for path in examples.glob("*.py"):
        (project.folder / path.name).write_text(path.read_text())
    ran = project.run("-rs", target="both")
    assert (ran.returncode, ran.count("failed"), ran.count("error")) == (0, 0, 0), ran
    assert "test_reads_a_mailbox_as_its_owner[live]" not in ran.output
    assert ran.count("passed") > ran.count("skipped") > 0
    assert folders(twin) == {}
