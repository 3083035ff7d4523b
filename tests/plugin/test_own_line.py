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
