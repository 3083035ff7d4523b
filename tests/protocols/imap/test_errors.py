from fakeserver.protocols.imap import errors
from fakeserver.tenant import refusals


def test_the_blanks_are_filled_in() -> None:
    assert errors.phrase(errors.row_for(refusals.AudienceWrong()), "AUTHENTICATE") == b"NO AUTHENTICATE failed."
    assert errors.phrase(errors.row_for(refusals.FolderCycle()), "RENAME") == b"NO RENAME failed."


def test_a_session_ends_with_words_of_its_own_where_a_token_has_expired() -> None:
    assert errors.goodbye_for(refusals.TokenExpired()) == b"Session invalidated - AccessTokenExpired"
    assert errors.goodbye_for(refusals.TokenRevoked()) == errors.CONNECTION_CLOSED


def test_a_special_refusal_falls_back_to_its_parents_row() -> None:
    assert errors.row_for(refusals.AudienceWrong()) is errors.SIGN_IN_FAILED
    assert errors.row_for(refusals.ScopeMissing()) is errors.SIGN_IN_FAILED
    assert errors.row_for(refusals.MailboxAccessDenied()) is errors.NOT_CONNECTED


def test_names_are_said_as_they_stand_on_the_wire() -> None:
    row = errors.row_for(refusals.FolderNotFound())
    assert errors.phrase(row, "SELECT", "Entwürfe") == b"NO Entw&APw-rfe doesn't exist."
