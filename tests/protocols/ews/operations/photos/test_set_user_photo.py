"""SetUserPhoto."""

import pytest

from tests.protocols.ews.client import Ews

PICTURE = b"\xff\xd8\xffhello"


def request(email: str, content: str = "/9j/aGVs\nbG8=") -> str:
    return f"<m:SetUserPhoto><m:Email>{email}</m:Email><m:Content>{content}</m:Content></m:SetUserPhoto>"


def test_ones_own_picture(ews: Ews) -> None:
    answer = ews(request(ews.alice.address))
    assert (answer.codes, answer.element.get("ResponseClass")) == (["NoError"], "Success")
    assert ews.alice.photo == PICTURE


def test_that_of_somebody_else_needs_a_right(ews: Ews) -> None:
    refused = ews(request(ews.bob.address))
    assert (refused.codes, refused.element.get("ResponseClass")) == (["ErrorAccessDenied"], "Error")
    assert ews.bob.photo is None
    ews.tenant.rights.add_mailbox_permission(ews.bob, ews.alice, "FullAccess")
    assert ews(request(ews.bob.address)).codes == ["NoError"]
    assert ews.tenant.user(ews.bob.address).photo == PICTURE
    assert ews(request("nobody@contoso.com")).codes == ["ErrorNonExistentMailbox"]


def test_a_right_on_a_folder_is_none_on_the_picture(ews: Ews) -> None:
    ews.tenant.rights.add_folder_permission(ews.bob, "calendar", ews.alice, "Owner")
    for address in (ews.bob.address, ews.tenant.public_folders.mailbox.address):
        assert ews(request(address)).codes == ["ErrorAccessDenied"]
    assert ews.bob.photo is None


@pytest.mark.parametrize("content", ["", "aGVsbG8", "****", "aGVsbG8=", "/9g="])
def test_what_is_no_base64_and_what_is_no_picture(ews: Ews, content: str) -> None:
    assert ews(request(ews.alice.address, content)).codes == ["ErrorInvalidArgument"]
    assert ews.alice.photo is None


def test_an_older_version_does_not_know_it(ews: Ews) -> None:
    answer = ews(request(ews.alice.address), header='<t:RequestServerVersion Version="Exchange2013_SP1"/>')
    assert answer.status == 500
    assert "ErrorIncorrectSchemaVersion" in answer.text


def test_an_address_is_wanted(ews: Ews) -> None:
    assert "ErrorSchemaValidation" in ews(request("")).text
