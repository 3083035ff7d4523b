from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.journal.judging.refresh_loop import judge
from fakeserver.tenant.refusals import ConsentMissing, DeviceCodePending, RefreshTokenExpired, TokenExpired
from tests.tenant.journal.noted import BOB, busy, exchange, grant


def wrong(*seen: Exchange, at_most: int = 1) -> list[str]:
    return judge(seen, at_most)[1]


def test_one_token_for_many_requests_is_right() -> None:
    assert judge([grant(0), *(exchange(at) for at in range(5))], 1) == (1, [])


def test_a_token_that_is_good_is_not_asked_for_again() -> None:
    [fault] = wrong(grant(0), exchange(1), grant(60))
    assert fault.startswith("a token was asked for while the one before was good for another 59 min: keep it")
    assert "acquire_token_silent" in fault
    assert "AADSTS50196" in fault
    assert grant(60).line in fault


def test_threads_that_sign_in_at_once_are_told_what_to_write() -> None:
    assert ["at_most=" in fault for fault in wrong(grant(0), grant(0.5), grant(60))] == [True, False]


def test_each_further_one_is_shown() -> None:
    assert len(wrong(grant(0), grant(1), grant(2), grant(3))) == 3


def test_several_processes_have_several_caches() -> None:
    assert wrong(grant(0), grant(1), at_most=2) == []
    assert len(wrong(grant(0), grant(1), grant(2), at_most=2)) == 1


def test_half_of_its_life_is_enough() -> None:
    assert wrong(grant(0), grant(1801), grant(3602)) == []


def test_other_scopes_and_other_users_have_tokens_of_their_own() -> None:
    assert wrong(grant(0), grant(1, scope="https://outlook.office.com/SMTP.Send"), grant(2, user=BOB)) == []


def test_the_order_of_scopes_is_no_difference() -> None:
    assert len(wrong(grant(0, scope="a b"), grant(1, scope="openid b a offline_access"))) == 1


def test_a_refused_token_is_renewed_once() -> None:
    refused = TokenExpired()
    assert wrong(grant(0), exchange(1, "IMAP", "AUTHENTICATE", "NO", refused), grant(2), exchange(3)) == []
    again = [exchange(3, "IMAP", "AUTHENTICATE", "NO", refused), grant(4)]
    [fault] = wrong(grant(0), exchange(1, "IMAP", "AUTHENTICATE", "NO", refused), grant(2), *again)
    assert fault.startswith("a token was refused, so was its successor, and yet a third was asked for")


def test_what_worked_in_between_may_be_refused_anew() -> None:
    refused = exchange(1, "IMAP", "AUTHENTICATE", "NO", TokenExpired())
    assert wrong(grant(0), refused, grant(2), exchange(3), refused, grant(4)) == []


def test_a_dead_refresh_token_is_not_shown_again() -> None:
    dead = RefreshTokenExpired()
    assert judge([grant(0, dead)], 1) == (1, [])
    [fault] = wrong(grant(0, dead), grant(5, dead))
    assert fault.startswith(
        "the same refresh token was shown again 5.0 s after it had been refused (RefreshTokenExpired)"
    )
    assert wrong(grant(0, dead), grant(5, dead, shown=2)) == []


def test_a_request_without_consent_is_not_made_again() -> None:
    [fault] = wrong(grant(0, ConsentMissing(), kind="password"), grant(1, ConsentMissing(), kind="password"))
    assert fault.startswith("the same password was shown again")


def test_not_yet_and_later_are_no_refusals() -> None:
    waiting = [grant(at, DeviceCodePending(), kind="device_code") for at in range(5)]
    throttled = [grant(at, busy(1)) for at in range(5, 10)]
    assert judge([*waiting, *throttled], 1) == (10, [])


def test_what_is_shown_again_has_its_name() -> None:
    dead = ConsentMissing()
    for kind, name in (("refresh_token", "refresh token"), ("urn:ietf:params:oauth:grant-type:jwt-bearer", "request")):
        [fault] = wrong(grant(0, dead, kind=kind), grant(1, dead, kind=kind))
        assert fault.startswith(f"the same {name} was shown again 1.0 s after it had been refused (ConsentMissing)")


def test_anothers_success_says_nothing_of_a_token() -> None:
    refused = exchange(1, "IMAP", "AUTHENTICATE", "NO", TokenExpired())
    second = exchange(3, "IMAP", "AUTHENTICATE", "NO", TokenExpired())
    for others in (exchange(3, client_id="another"), exchange(3, user=BOB)):
        assert len(wrong(grant(0), refused, grant(2), others, second, grant(4))) == 1
