"""What EWS says for each refusal; that every refusal has words is tested for all protocols together."""

from collections.abc import Callable

import pytest

from fakeserver.protocols.ews import errors
from fakeserver.tenant import refusals as no


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (no.ItemNotFound("x"), "ErrorItemNotFound"),
        (no.ParentFolderNotFound("x"), "ErrorParentFolderNotFound"),
        (no.IdMalformed("x"), "ErrorInvalidIdMalformed"),
        (no.ChangeKeyInvalid("x"), "ErrorInvalidChangeKey"),
        (no.MailboxAccessDenied("x"), "ErrorAccessDenied"),
        (no.ImpersonatedMailboxNotFound("x"), "ErrorNonExistentMailbox"),
    ],
)
def test_a_refusal_has_its_code(refusal: no.Refusal, code: str) -> None:
    assert errors.row_for(refusal).code == code


def test_a_text_is_filled_with_the_facts() -> None:
    assert errors.row_for(no.FolderExists("Sub {x}")).text.endswith("Could not create folder 'Sub {x}'.")


def test_a_refusal_without_a_row_takes_its_ancestors() -> None:
    class Newer(no.ItemNotFound):
        """A kind of its own."""

    assert errors.row_for(Newer("x")).code == "ErrorItemNotFound"


def test_every_code_is_one_of_the_service(schema_values: Callable[[str], set[str]]) -> None:
    rows = [value for value in vars(errors).values() if isinstance(value, errors.Row)] + list(errors.ROWS.values())
    assert {row.code for row in rows} <= schema_values("ResponseCodeType")


def test_every_row_says_where_it_was_found() -> None:
    rows = [value for value in vars(errors).values() if isinstance(value, errors.Row)] + list(errors.ROWS.values())
    assert all(row.source for row in rows)
    assert all(row.code.startswith("Error") for row in rows)
