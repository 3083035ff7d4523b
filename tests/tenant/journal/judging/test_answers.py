import pytest

from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.journal.judging.answers import Failure, began, failure, is_request, seconds, told_to_wait
from fakeserver.tenant.refusals import CredentialMissing, ScopeMissing, ServiceRefused, TokenExpired
from tests.tenant.journal.noted import busy, exchange


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (exchange(0), None),
        (exchange(0, "EWS", "FindItem", "500", busy(3), status=500), Failure.THROTTLED),
        (exchange(0, "EWS", "FindItem", "ErrorItemNotFound", status=500), None),
        (exchange(0, "EWS", "FindItem", "504", status=504), Failure.UNAVAILABLE),
        (exchange(0, "OAuth", "token", "500", status=500), Failure.UNAVAILABLE),
        (exchange(0, "OAuth", "token", "429", status=429), Failure.THROTTLED),
        (exchange(0, "OAuth", "token", "400", status=400), None),
        (exchange(0, "SMTP", "RCPT", "451 4.7.500 Server busy"), Failure.THROTTLED),
        (exchange(0, "SMTP", "RCPT", "550 5.1.1 unknown"), None),
        (exchange(0, "IMAP", "FETCH", "", ordered="faults.mix(...)", is_lost=True), Failure.DROPPED),
        (exchange(0, "IMAP", "FETCH", "OK", ordered="faults.slow('imap')"), None),
        (exchange(0, "IMAP", "FETCH", "NO", ServiceRefused()), Failure.UNAVAILABLE),
        (exchange(0, "IMAP", "AUTHENTICATE", "NO", TokenExpired()), Failure.NOT_SIGNED_IN),
        (exchange(0, "IMAP", "AUTHENTICATE", "NO", ScopeMissing()), Failure.NOT_SIGNED_IN),
        (exchange(0, "EWS", "", "401", CredentialMissing(), status=401), None),
    ],
)
def test_what_may_be_tried_again(what: Exchange, why: Failure | None) -> None:
    assert failure(what) is why


def test_how_long_to_wait() -> None:
    assert told_to_wait(exchange(0)) is None
    assert told_to_wait(exchange(0, "IMAP", "FETCH", "BAD", busy(92.415))) == 92.415
    assert told_to_wait(exchange(0, "SMTP", "MAIL", "451", busy(3))) is None


def test_a_request_began_before_it_was_answered() -> None:
    slow = exchange(5, "EWS", "FindItem", "NoError", status=200, took=1.5)
    assert began(slow) == slow.program_time - 1.5
    assert began(exchange(5)) == exchange(5).program_time


def test_what_is_said_unasked_is_no_request() -> None:
    assert is_request(exchange(0))
    assert not is_request(exchange(0, "IMAP", "LOGOUT"))
    assert not is_request(exchange(0, "IMAP", "FETCH", ""))


def test_seconds_are_minutes_from_two_on() -> None:
    assert [seconds(value) for value in (0, 119.94, 120, 3540)] == ["0.0 s", "119.9 s", "2 min", "59 min"]


def test_nothing_to_wait_for_is_no_wait() -> None:
    assert told_to_wait(exchange(0, "EWS", "FindItem", "500", busy(0))) is None
