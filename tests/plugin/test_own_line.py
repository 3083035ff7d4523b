"""What fails in the fake is shown at the line of the test that asked for it, not at the fake's own."""

import pytest

# pytester forgets what its runs loaded, and cryptography cannot be loaded twice.
import fakeserver.server  # noqa: F401
from fakeserver.tenant.journal.journal import Journal

FAIL = (
    "m365_fake.journal.requests('imop')",
    "m365_fake.journal.requests(protocl='imap')",
    "m365_fake.journal.requests('imap', 'FECTH')",
    "m365_fake.journal.refused('TokenExpird')",
    "m365_fake.journal.assert_asked('imap')",
    "m365_fake.journal.assert_asked('imap', times=0)",
    "m365_fake.journal.assert_asked('token', times=3)",
    "m365_fake.journal.assert_not_asked('ews')",
    "m365_fake.journal.assert_refused('TokenExpired')",
    "m365_fake.journal.assert_not_refused()",
    "m365_fake.journal.check_retry_after()",
    "m365_fake.journal.check_backoff()",
    "m365_fake.journal.check_backoff(at_least=0)",
    "m365_fake.journal.check_no_refresh_loop()",
    "m365_fake.faults.drop()",
    "m365_fake.faults.drop('imop')",
    "m365_fake.faults.drop('imap', befor='FETCH')",
    "m365_fake.faults.drop('imap', 'connect', user='alice')",
    "m365_fake.faults.slow('imap', seconds='2')",
    "m365_fake.faults.moving('imap', 'LOGOUT')",
    "m365_fake.faults.drop('imap', user='nobody')",
    "m365_fake.faults.drop('imap', app='nobody')",
    "m365_fake.journal.requests(user='nobody')",
    "m365_fake.user('nobody')",
    "m365_fake.add_user('alice')",
    "m365_fake.register_app('x', delegated=['Nope'])",
    "m365_fake.people.rename_user('bob', 'x')",
    "m365_fake.user('alice').licence = 'E9'",
    "m365_fake.policies.imap = False",
    "m365_fake.mailbox('alice').deliver(subject=7)",
)
TESTS = "".join(f"def test_{number}(m365_fake): {statement}\n" for number, statement in enumerate(FAIL, 1))


def test_of_a_question_an_assertion_and_an_order(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        import pytest
        from fakeserver.tenant.journal.facts import GrantRequest
        from fakeserver.tenant.refusals import Throttled, explained

        @pytest.fixture(autouse=True)
        def program(m365_fake):
            "Asks again, and for a token again, without a pause."
            given, busy = GrantRequest("password", "EWS", lifetime=3600), explained(Throttled(retry_after=60))
            for _ in range(2):
                m365_fake.journal.add("OAuth", "POST", "200", operation="token", grant=given)
                m365_fake.journal.add("EWS", "FindItem", "503", busy, operation="FindItem")
        """
    )
    name = pytester.makepyfile(TESTS).name
    result = pytester.runpytest("-p", "no:randomly", "-p", "no:xdist")
    result.assert_outcomes(failed=len(FAIL))
    result.stdout.no_fnmatch_line("*fakeserver*.py:*")
    result.stdout.fnmatch_lines([f"{name}:{number}: *Error" for number in range(1, len(FAIL) + 1)])


def test_of_what_is_refused_to_a_fixture_a_block_and_a_test_case(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import unittest
        import pytest

        @pytest.fixture
        def nobody(m365_fake):
            return m365_fake.mailbox("nobody")

        def test_fixture(nobody): pass

        def test_block(m365):
            with m365.open_imap("nobody"):
                pass

        class TestCase(unittest.TestCase):
            @pytest.fixture(autouse=True)
            def _fake(self, m365_fake):
                self.fake = m365_fake

            def test_it(self):
                self.fake.journal.assert_asked("imap")
        """
    )
    result = pytester.runpytest("--tb=short", "-p", "no:randomly", "-p", "no:xdist")
    result.assert_outcomes(failed=2, errors=1)
    result.stdout.no_fnmatch_line("*fakeserver*.py:*")
    result.stdout.no_fnmatch_line("*pytest_m365*.py:*")
    result.stdout.no_fnmatch_line("*contextlib.py:*")
    for line in (6, 11, 20):
        result.stdout.fnmatch_lines([f"test_*.py:{line}: in *"])


def test_of_a_function_that_the_test_has_given(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_it(m365_mailbox):
            m365_mailbox.deliver(subject="x")
            m365_mailbox.wait_for(predicate=lambda message: message.sbject, timeout=0)
        """
    )
    result = pytester.runpytest("--tb=short")
    result.stdout.fnmatch_lines(["test_*.py:3: in test_it", "test_*.py:3: in <lambda>"])
    result.stdout.no_fnmatch_line("*fakeserver*.py:*")


def test_of_a_generator_in_which_nothing_of_ours_is(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        from contextlib import contextmanager

        @contextmanager
        def broken():
            raise LookupError("mine")
            yield

        def test_it(m365):
            with broken(): pass
        """
    )
    pytester.runpytest("--tb=short").stdout.fnmatch_lines(["*contextlib.py:*: in __enter__"])


def test_a_bug_of_ours_is_shown_whole(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_it(m365_mailbox, monkeypatch):
            monkeypatch.setattr("fakeserver.tenant.exchange.folders.Folders.named", None)
            m365_mailbox.messages()
        """
    )
    result = pytester.runpytest("--tb=short", "-p", "no:randomly")
    result.stdout.fnmatch_lines(["test_*.py:3: in test_it", "*mailbox.py:*: in messages", "E   TypeError: *"])


def test_what_the_fakes_own_thread_has_met_is_shown_whole(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_it(m365_fake, m365_server):
            try:
                m365_fake.user("nobody")
            except ValueError as error:
                m365_server.errors.append(error)
        """
    )
    result = pytester.runpytest("--tb=short")
    result.stdout.fnmatch_lines(["*which is a bug in it:", '*people.py", line *, in user'])


def test_the_whole_trace_is_shown_where_it_is_asked_for(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(m365_fake): m365_fake.user('nobody')")
    result = pytester.runpytest("--full-trace")
    result.stdout.fnmatch_lines(["*test_*.py:1: *", "*people.py:*: ValueError"])


def test_of_what_cannot_be_known(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_it(m365_fake):
            m365_fake.journal.limit = 1
            for _ in range(2):
                m365_fake.journal.add("IMAP", "NOOP", "OK", operation="NOOP")
            m365_fake.journal.assert_not_asked("smtp")
        """
    )
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    result.stdout.no_fnmatch_line("*fakeserver*.py:*")
    result.stdout.fnmatch_lines(["test_*.py:5: AssertionError"])


def test_every_assertion_of_the_journal_is_looked_at() -> None:
    asking = [name for name in vars(Journal) if name.startswith(("assert_", "check_"))]
    assert [name for name in asking if not any(f".{name}(" in statement for statement in FAIL)] == []
