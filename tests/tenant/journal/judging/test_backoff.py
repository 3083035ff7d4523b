from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.journal.judging.backoff import judge
from fakeserver.tenant.refusals import PasswordRefused
from tests.tenant.journal.noted import BOB, busy, exchange


def dropped(at: float, **more: Any) -> Exchange:
    ordered = "faults.drop('imap', after='FETCH')"
    return exchange(at, "IMAP", "FETCH", "the connection ends", ordered=ordered, is_lost=True, **more)


def wrong_password(at: float) -> Exchange:
    return exchange(at, "IMAP", "LOGIN", "NO LOGIN failed.", PasswordRefused())


def gateway(at: float) -> Exchange:
    return exchange(at, "EWS", "FindItem", "502", status=502)


def unavailable(at: float) -> Exchange:
    return exchange(at, "EWS", "FindItem", "503", status=503)


def deferred(at: float) -> Exchange:
    return exchange(at, "SMTP", "MAIL", "451 4.7.500 Server busy")


def repeated(*of: Exchange, at_least: float = 1.0) -> tuple[int, int]:
    """Return how many repetitions there are, and how many of them are wrong."""
    count, faults = judge(of, at_least)
    return count, len(faults)


@pytest.mark.parametrize("failed", [dropped, wrong_password, gateway])
def test_the_first_repetition_may_come_at_once(failed: Callable[[float], Exchange]) -> None:
    assert repeated(failed(0), failed(0)) == (1, 0)
    assert repeated(failed(0), failed(0), failed(0)) == (2, 1)
    assert repeated(failed(0), failed(0), failed(1), failed(2)) == (3, 0)


@pytest.mark.parametrize("failed", [unavailable, deferred])
def test_a_busy_service_is_given_time_at_once(failed: Callable[[float], Exchange]) -> None:
    assert repeated(failed(0), failed(0.1)) == (1, 1)
    assert repeated(failed(0), failed(1), failed(1.2)) == (2, 1)


def test_what_was_asked_for_is_enough() -> None:
    told = exchange(0, "EWS", "FindItem", "500", busy(0.2), status=500)
    assert repeated(told, exchange(0.2, "EWS", "FindItem", "NoError", status=200)) == (1, 0)


def test_a_success_ends_the_row() -> None:
    fine = exchange(1, "IMAP", "FETCH")
    assert repeated(dropped(0), dropped(0), fine, dropped(1), dropped(1)) == (3, 0)


def test_others_and_other_operations_are_no_repetition() -> None:
    assert repeated(
        dropped(0),
        exchange(0, "IMAP", "CAPABILITY"),
        exchange(0, "IMAP", "AUTHENTICATE"),
        exchange(0, "IMAP", "FETCH", user=BOB),
    ) == (0, 0)


def test_a_refused_recipient_is_not_repeated_by_the_next_one() -> None:
    refused = exchange(0, "SMTP", "RCPT", "452 4.5.3 Too many recipients")
    assert repeated(exchange(0, "SMTP", "MAIL", "250"), refused, refused) == (0, 0)
    assert repeated(exchange(0, "SMTP", "MAIL", "250"), refused, exchange(0, "SMTP", "MAIL", "250")) == (1, 1)


def test_a_wrong_request_of_ews_is_no_failure_of_the_service() -> None:
    wrong = exchange(0, "EWS", "FindItem", "ErrorSchemaValidation", status=500)
    assert repeated(wrong, wrong, wrong) == (0, 0)


def test_a_connection_that_comes_about_is_known_by_what_is_asked_on_it() -> None:
    def refused(connection: int) -> Exchange:
        answer = "421 4.3.2 Service not available"
        return exchange(
            0, "SMTP", "connect", answer, user="", client_id="", connection=connection, number=connection + 1
        )

    def comes_about(at: float, connection: int) -> list[Exchange]:
        return [exchange(at, "SMTP", asked, "250", connection=connection) for asked in ("EHLO", "AUTH")]

    assert repeated(refused(1), refused(3), *comes_about(0, 5)) == (2, 2)
    assert repeated(refused(1), *comes_about(1, 3)) == (1, 0)
    assert repeated(refused(1), refused(3), *comes_about(1, 5), *comes_about(1, 7)) == (2, 1)
    assert repeated(*comes_about(0, 1), refused(3), *comes_about(0, 1)) == (0, 0)
    of_two_threads = [replace(refused(1), number=3), replace(refused(2), number=4)]
    assert repeated(*of_two_threads, *comes_about(1, 5)) == (1, 0)


def test_a_connection_that_does_not_come_about_goes_on_with_its_row() -> None:
    def dropped(connection: int) -> Exchange:
        return exchange(
            0,
            "IMAP",
            "connect",
            "",
            user="",
            client_id="",
            is_lost=True,
            ordered="faults.drop('imap', 'connect')",
            connection=connection,
            number=connection + 1,
        )

    assert repeated(dropped(1), dropped(3)) == (1, 0)
    assert repeated(dropped(1), dropped(3), dropped(5)) == (2, 1)


def test_the_pause_can_be_chosen() -> None:
    assert repeated(unavailable(0), unavailable(1), at_least=30) == (1, 1)
    assert repeated(unavailable(0), unavailable(0.1), at_least=0.1) == (1, 0)


def test_what_comes_too_early_is_shown_with_its_line() -> None:
    _, [fault] = judge([dropped(0), dropped(0.1), dropped(0.2)], 1.0)
    assert fault.startswith(
        "IMAP: FETCH was tried again for the 2nd time 0.1 s after it had failed (the connection was lost), "
        "0.9 s too early:"
    )
    assert dropped(0.2).line in fault
    assert "(ordered by the test: faults.drop('imap', after='FETCH'))" in fault
    of_no_name = exchange(0, "EWS", "", "503", status=503)
    _, [fault] = judge([of_no_name, of_no_name], 1.0)
    assert fault.startswith("EWS: a request was tried again 0.0 s after it had failed (the service was busy), ")


def lost(number: int, connection: int) -> Exchange:
    return dropped(0, number=number, connection=connection)


def fetched(number: int, connection: int) -> Exchange:
    return exchange(0, "IMAP", "FETCH", number=number, connection=connection)


def test_two_threads_that_each_lose_a_connection_have_tried_once() -> None:
    assert repeated(lost(3, 1), lost(4, 2), fetched(6, 5), fetched(8, 7)) == (2, 0)
    assert repeated(lost(3, 1), lost(5, 2), fetched(8, 6), fetched(9, 4)) == (2, 0)


def answered(at: float, number: int, connection: int, status: int) -> Exchange:
    return exchange(at, "EWS", "FindItem", str(status), status=status, number=number, connection=connection)


def test_threads_over_http_that_each_meet_a_throttle_have_tried_once() -> None:
    both = [answered(0, 3, 1, 503), answered(0.01, 4, 2, 503)]
    assert repeated(*both, answered(1, 5, 1, 200), answered(1, 6, 2, 200)) == (2, 0)
    assert repeated(*both, answered(0.1, 5, 1, 200), answered(1, 6, 2, 200)) == (2, 1)
    assert repeated(*both, answered(0.1, 6, 5, 200)) == (1, 1)


def test_a_new_connection_goes_on_with_a_row_whose_pause_is_over() -> None:
    both = [answered(0, 3, 1, 503), answered(0.5, 4, 2, 503)]
    assert repeated(*both, answered(1, 6, 5, 200), answered(1.5, 8, 7, 200)) == (2, 0)
    assert repeated(*both, answered(1, 6, 5, 200), answered(1.1, 8, 7, 200)) == (2, 1)


def test_a_connection_that_was_there_before_repeats_nothing() -> None:
    assert repeated(lost(3, 1), fetched(4, 2), fetched(5, 2)) == (0, 0)


def test_whoever_loses_one_new_connection_after_the_other_is_seen() -> None:
    assert repeated(lost(3, 1), lost(12, 10), fetched(22, 20)) == (2, 1)
    first, second = [lost(3, 1), lost(4, 2)], [lost(12, 10), lost(13, 11)]
    assert repeated(*first, *second, fetched(22, 20), fetched(23, 21)) == (4, 2)


def test_what_fails_and_goes_on_on_its_connection_is_its_own_row() -> None:
    def not_let_in(number: int, connection: int) -> Exchange:
        return exchange(0, "IMAP", "LOGIN", "NO", PasswordRefused(), number=number, connection=connection)

    assert repeated(not_let_in(3, 1), not_let_in(4, 2), not_let_in(5, 1), not_let_in(6, 2)) == (2, 0)
    assert repeated(not_let_in(3, 1), not_let_in(4, 2), not_let_in(5, 1), not_let_in(6, 1)) == (2, 1)
