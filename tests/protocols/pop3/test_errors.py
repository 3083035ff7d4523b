import pytest

from fakeserver.protocols.pop3 import errors
from fakeserver.tenant import refusals


@pytest.mark.parametrize(
    "refusal", [refusals.AudienceWrong(), refusals.ScopeMissing(), refusals.MailboxNotFound()], ids=repr
)
def test_who_does_not_get_in_hears_one_thing(refusal: refusals.Refusal) -> None:
    assert errors.row_for(refusal) is errors.AUTHENTICATION_FAILED


@pytest.mark.parametrize(
    ("refusal", "text"),
    [
        (refusals.TokenExpired(), "Session invalidated - AccessTokenExpired"),
        (refusals.TokenRevoked(), "Connection is closed. 14"),
    ],
    ids=repr,
)
def test_how_a_session_ends(refusal: refusals.Refusal, text: str) -> None:
    row = errors.goodbye_for(refusal)
    assert (row.text, row.closes) == (text, True)
