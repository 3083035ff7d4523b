from typing import Any

import pytest

from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.journal.judging.retry_after import judge
from tests.tenant.journal.noted import BOB, busy, exchange


def throttled(
    at: float, seconds: float = 3, protocol: str = "EWS", operation: str = "FindItem", **who: Any
) -> Exchange:
    return exchange(at, protocol, operation, "500", busy(seconds), status=500, **who)


def test_who_waits_is_right() -> None:
    assert judge([throttled(0), exchange(3, "EWS", "FindItem", "NoError", status=200)]) == (1, [])


def test_who_never_comes_back_is_right() -> None:
    assert judge([throttled(0)]) == (1, [])


def test_nothing_is_judged_where_nobody_was_told() -> None:
    assert judge([exchange(0), exchange(0.1)]) == (0, [])


def test_what_comes_too_early_is_shown_with_its_line() -> None:
    early = exchange(0.5, "EWS", "GetItem", "NoError", status=200)
    count, [fault] = judge([throttled(0), early])
    assert count == 1
    assert fault.startswith("EWS: a request came 2.5 s too early; the program was told to wait 3.0 s and waited 0.5 s:")
    assert early.line in fault
    assert throttled(0).line in fault
    assert "clock" not in fault


def test_what_comes_too_early_after_the_same_answer_is_one_text() -> None:
    early = [exchange(at, "EWS", "GetItem", "NoError", status=200) for at in (0.1, 0.2, 0.3)]
    _, [fault] = judge([throttled(0), *early])
    assert f"{early[0].line} (and 2 more)" in fault


def test_the_last_word_counts() -> None:
    count, faults = judge([throttled(0, 3), throttled(3, 60), exchange(10, "EWS", "FindItem", "NoError", status=200)])
    assert count == 2
    assert [fault[:37] for fault in faults] == ["EWS: a request came 53.0 s too early;"]


@pytest.mark.parametrize(
    "other",
    [
        exchange(0.1, "IMAP", "FETCH"),
        exchange(0.1, "EWS", "FindItem", "NoError", user=BOB, status=200),
        exchange(0.1, "EWS", "FindItem", "NoError", client_id="another", status=200),
        exchange(0.1, "EWS", "", "NoError", user="", client_id="", status=200),
    ],
    ids=["another protocol", "another user", "another application", "somebody unknown"],
)
def test_others_need_not_wait(other: Exchange) -> None:
    assert judge([throttled(0), other]) == (1, [])


def test_an_answer_before_sign_in_is_for_everybody() -> None:
    _, [fault] = judge([throttled(0, 9, "IMAP", "AUTHENTICATE", user="", client_id=""), exchange(1, "IMAP", "SELECT")])
    assert fault.startswith("IMAP: a request came 8.0 s too early")


def test_to_go_is_allowed() -> None:
    assert judge([throttled(0, 9, "IMAP"), exchange(0.1, "IMAP", "LOGOUT")]) == (1, [])


def test_one_endpoint_of_sign_in_is_not_the_other() -> None:
    told = throttled(0, 60, "OAuth", "token")
    assert judge([told, exchange(1, "OAuth", "openid-configuration", "200", status=200)]) == (1, [])
    assert len(judge([told, exchange(1, "OAuth", "token", "200", status=200)])[1]) == 1


def test_what_was_on_its_way_already_is_not_too_early() -> None:
    told = throttled(0, number=5, connection=1)

    def asked(at: float, connection: int) -> Exchange:
        return exchange(at, "EWS", "FindItem", "NoError", status=200, number=9, connection=connection)

    assert judge([told, asked(0.1, 2)]) == (1, [])
    assert len(judge([told, asked(0.1, 1)])[1]) == 1
    assert len(judge([told, asked(0.1, 8)])[1]) == 1
    assert len(judge([told, asked(0.1, 0)])[1]) == 1
    assert len(judge([told, asked(0.3, 2)])[1]) == 1


def test_smtp_tells_no_time() -> None:
    assert judge([throttled(0, 3, "SMTP", "MAIL"), exchange(0.1, "SMTP", "MAIL", "250")]) == (0, [])


def test_a_clock_that_the_program_does_not_see_is_named() -> None:
    _, [fault] = judge([throttled(0), exchange(0.1, "EWS", "FindItem", "NoError", status=200, tenant_time=10)])
    assert "2.9 s too early" in fault
    assert "The tenant's clock was moved by 9.9 s meanwhile, and the program's was not (m365_clock moves both)" in fault
