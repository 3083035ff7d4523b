"""The end of a failed test's line in the short summary: ``[m365: TokenExpired]``."""

import pytest

TESTS = """
import pytest

def expired(m365, m365_fake):
    token = m365.token()
    m365_fake.clock.advance(hours=2)
    from pytest_m365 import clients
    with clients.imap(m365.imap, m365.ssl_context(), m365.username, token):
        pass

def test_short(m365, m365_fake):
    expired(m365, m365_fake)

def test_of_a_name_that_is_so_long_that_there_is_no_room_left(m365, m365_fake):
    expired(m365, m365_fake)

@pytest.mark.parametrize("name", ["a" * 60])
def test_p(m365, m365_fake, name):
    expired(m365, m365_fake)

def test_wide(m365, m365_fake):
    with pytest.raises(Exception):
        expired(m365, m365_fake)
    assert m365 is None, "\\u6f22" * 50 + "\\nmore"

def test_refused_to_the_test(m365, m365_fake):
    m365.token("SMTP.Send", app=m365_fake.register_app("x", public=True))

def test_other(m365):
    assert 0

@pytest.fixture
def broken(m365, m365_fake):
    expired(m365, m365_fake)

def test_error(broken):
    pass

def test_shared(m365_session):
    with m365_session.open_imap(app=m365_session.tenant.register_app("x", public=True)):
        pass

def test_beside(m365, m365_session):
    m365_session.tenant.users[0].imap = False
    with m365_session.open_imap() as imap:
        imap.select()
"""

LINES = [
    "FAILED test_it.py::test_short - imaplib.IMAP4.error: *... [[]m365: TokenExpired]",
    "FAILED test_it.py::test_of_a_name_that_is_so_long_that_there_is_no_room_left - [[]m365: TokenExpired]",
    "FAILED test_it.py::test_p[[]aaaaaa*aaa] - [[]m365: TokenExpired]",
    "FAILED test_it.py::test_wide - *... [[]m365: TokenExpired]",
    "FAILED test_it.py::test_refused_to_the_test - *... [[]m365: ConsentMissing]",
    "FAILED test_it.py::test_other - assert 0",
    "FAILED test_it.py::test_shared - * [[]m365: ConsentMissing]",
    "FAILED test_it.py::test_beside - * [[]m365: MailboxProtocolDisabled]",
    "ERROR test_it.py::test_error - * [[]m365: TokenExpired]",
]


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "BUILD_NUMBER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("option", ["--tb=short", "--tb=native"])
def test_it_names_the_last_refusal(pytester: pytest.Pytester, option: str) -> None:
    pytester.makepyfile(test_it=TESTS)
    result = pytester.runpytest(option)
    result.assert_outcomes(failed=8, errors=1)
    result.stdout.fnmatch_lines_random(LINES)


def test_without_one_it_names_the_fault_that_was_met(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_drop(m365, m365_fake):
            m365_fake.faults.drop("imap", "NOOP")
            m365_fake.faults.slow("ews")
            with m365.open_imap() as imap:
                imap.noop()
        """
    )
    pytester.runpytest().stdout.fnmatch_lines(["FAILED * [[]m365: faults.drop]"])


def test_so_it_does_from_a_worker(pytester: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    pytester.makepyfile(test_it=TESTS)
    result = pytester.runpytest_subprocess("-n1", "-k", "short or refused")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines_random([line for line in LINES if "_short" in line or "refused" in line])


@pytest.mark.parametrize(("options", "variable"), [(("-vv",), "IN"), ((), "CI")])
def test_where_pytest_shows_whole_messages_they_stay_whole(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], variable: str
) -> None:
    monkeypatch.setenv(variable, "1")
    pytester.makepyfile(test_it=TESTS)
    result = pytester.runpytest(*options)
    if options and not hasattr(pytest, "RaisesGroup"):
        pytest.skip("before 8.4 messages are cut at -vv as well")
    result.stdout.fnmatch_lines_random(
        [
            "FAILED test_it.py::test_short - imaplib.IMAP4.error: AUTHENTICATE failed. [[]m365: TokenExpired]",
            "FAILED test_it.py::test_refused_to_the_test - *SMTP.Send* [[]m365: ConsentMissing]",
            "FAILED test_it.py::test_of_a_name_that_is_so_long_* - imaplib*AUTHENTICATE failed. [[]m365: TokenExpired]",
            "FAILED test_it.py::test_wide - AssertionError: *[[]m365: TokenExpired]",
            "*more",
        ]
    )


def test_other_reports_of_the_run_are_as_before(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_it=TESTS)
    pytester.runpytest("--junitxml=out.xml", "-k", "short or no_room_left").assert_outcomes(failed=2)
    assert "[m365:" not in (pytester.path / "out.xml").read_text()
    again = pytester.runpytest("--last-failed", "-q")
    again.assert_outcomes(failed=2)
