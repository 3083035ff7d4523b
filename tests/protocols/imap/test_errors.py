import inspect

import pytest

from fakeserver.protocols.imap import errors
from fakeserver.tenant import refusals
from fakeserver.tenant.refusals import Refusal

KINDS = [kind for _, kind in inspect.getmembers(refusals, inspect.isclass) if issubclass(kind, Refusal)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_refusal_has_words(kind: type[Refusal]) -> None:
    row = errors.row_for(kind())
    answer = errors.phrase(row, "SELECT", "a folder")
    assert answer.startswith((b"NO ", b"BAD "))
    assert b"{" not in answer
    assert errors.goodbye_for(kind())


def test_a_special_refusal_falls_back_to_its_parents_row() -> None:
    assert errors.row_for(refusals.AudienceWrong()) is errors.SIGN_IN_FAILED
    assert errors.row_for(refusals.ScopeMissing()) is errors.SIGN_IN_FAILED
    assert errors.row_for(refusals.MailboxAccessDenied()) is errors.NOT_CONNECTED


def test_names_are_said_as_they_stand_on_the_wire() -> None:
    row = errors.row_for(refusals.FolderNotFound())
    assert errors.phrase(row, "SELECT", "Entwürfe") == b"NO Entw&APw-rfe doesn't exist."
