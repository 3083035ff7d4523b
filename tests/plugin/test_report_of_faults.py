"""The report of a failed test says what went wrong because the test had ordered it."""

import pytest


def test_says_what_the_test_has_ordered(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_it(m365, m365_fake, m365_imap):
            m365_fake.faults.throttle("imap", "NOOP", retry_after=2)
            m365_fake.faults.drop("smtp", before="DATA")
            m365_imap.noop()
            assert False
        """
    )
    result = pytester.runpytest()
    result.stdout.fnmatch_lines(
        [
            "*NOOP  ->  NO Request is throttled. Suggested Backoff Time: 2000 milliseconds  "
            "(ordered by the test: faults.throttle('imap', 'NOOP', retry_after=2))",
            "*rule: this was ordered by the test: faults.throttle('imap', 'NOOP', retry_after=2)",
            "ordered, and never met: faults.drop('smtp', before='DATA')",
        ]
    )
