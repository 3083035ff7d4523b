"""An error of the AADSTS table: its number, its text and what stands behind it."""

from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.tenant.refusals import UserNotFound


def test_the_values_stand_in_the_text() -> None:
    error = EntraError(900144, parameter="scope")
    assert (error.code, error.text) == (900144, "The request body must contain the following parameter: 'scope'.")


def test_an_unknown_value_is_left_empty() -> None:
    assert str(EntraError(900144)) == "AADSTS900144: The request body must contain the following parameter: ''."


def test_the_refusal_behind_it_is_kept_for_the_journal() -> None:
    refusal = UserNotFound(user="nobody@contoso.com", tenant="contoso.com")
    assert EntraError(50034, refusal=refusal).refusal is refusal
    assert EntraError(50034).refusal is None
