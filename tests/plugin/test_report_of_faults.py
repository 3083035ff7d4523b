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


@pytest.mark.parametrize(
    ("place", "order", "said"),
    [
        ("imap", "refuse('imap', reason='TokenExpired')", "NO AUTHENTICATE failed."),
        ("token", "refuse('token', reason='SecretExpired')", "401 AADSTS7000222"),
        ("token", "aadsts('token', 50196)", "400 AADSTS50196"),
        ("imap", "not_connected()", "BAD User is authenticated but not connected."),
        ("ews", "refuse('ews', reason='ItemNotFound')", "ErrorItemNotFound"),
    ],
)
def test_the_rule_of_a_reason_that_was_ordered_is_the_order(
    place: str, order: str, said: str, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile(
        f"""
        def test_it(m365, m365_fake):
            m365_fake.faults.{order}
            if "{place}" == "token":
                assert "access_token" in m365.msal_daemon().acquire_token_for_client(["x/.default"])
            elif "{place}" == "ews":
                with m365.open_ews() as account:
                    account.inbox.refresh()
            else:
                with m365.open_imap() as imap:
                    assert imap.select()[0] == "OK"
        """
    )
    result = pytester.runpytest()
    result.stdout.fnmatch_lines([f"*{said}*", f"*rule: this was ordered by the test: faults.{order}"])
    result.stdout.no_fnmatch_line("*(none)*")
