"""What EWS says for each refusal; that every refusal has words is tested for all protocols together."""

import pytest

from fakeserver.protocols.ews.answers.refusals import row_for
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
        (no.ImpersonatedNameNotFound("x"), "ErrorInvalidUserPrincipalName"),
        (no.ImpersonatedSidNotFound("x"), "ErrorInvalidUserSid"),
    ],
)
def test_a_refusal_has_its_code(refusal: no.Refusal, code: str) -> None:
    assert row_for(refusal).code == code


def test_a_text_is_filled_with_the_facts() -> None:
    assert row_for(no.FolderExists("Sub {x}")).text.endswith("Could not create folder 'Sub {x}'.")


def test_a_refusal_without_a_row_takes_its_ancestors() -> None:
    class Newer(no.ItemNotFound):
        """A kind of its own."""

    assert row_for(Newer("x")).code == "ErrorItemNotFound"
