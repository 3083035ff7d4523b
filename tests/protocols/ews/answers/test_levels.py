"""Where errors are told, for every operation that is performed."""

from typing import Any

import pytest

from fakeserver.protocols.ews.answers.forms import Bare, Flat, PerItem
from fakeserver.protocols.ews.answers.levels import PLACES, Level, Place, is_fault
from fakeserver.protocols.ews.errors import INVALID_VALUE, EwsError, not_performed_here
from fakeserver.protocols.ews.registry import performed
from fakeserver.protocols.ews.soap.names import m
from fakeserver.tenant.refusals import MailboxNotFound, SendAsDenied


def test_every_operation_that_is_performed_has_its_place() -> None:
    assert set(PLACES) == set(performed())


@pytest.mark.parametrize(("name", "place"), PLACES.items())
def test_the_place_fits_the_form_of_the_answer(name: str, place: Place) -> None:
    operation = performed()[name]
    assert place.level is not Level.ANSWER or isinstance(operation.answer, Flat)
    assert place.level is not Level.FAULT or isinstance(operation.answer, Bare | Flat)
    assert place.level is Level.FAULT or not isinstance(operation.answer, Bare)
    if isinstance(operation.answer, PerItem):
        assert m(operation.answer.listed) in operation.request.elements


@pytest.mark.parametrize(("name", "place"), PLACES.items())
@pytest.mark.parametrize(
    ("trouble", "in_messages", "in_the_answer"),
    [
        (EwsError(INVALID_VALUE), False, True),
        (SendAsDenied("x", "y"), False, True),
        (MailboxNotFound("x"), False, False),
        (not_performed_here("x"), True, True),
    ],
)
def test_what_is_a_fault(name: str, place: Place, trouble: Any, in_messages: bool, in_the_answer: bool) -> None:
    wanted = {Level.MESSAGE: in_messages, Level.ANSWER: in_the_answer, Level.FAULT: True}
    assert is_fault(name, trouble) is wanted[place.level]
