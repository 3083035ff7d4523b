"""GetUserPhoto."""

from base64 import b64encode

import pytest

from fakeserver.tenant.directory.pictures import entity_tag
from tests.protocols.ews.client import Answer, Ews, envelope

PICTURE = b"\xff\xd8\xff\xe0 bob"


def request(email: str, size: str = "HR96x96", more: str = "") -> str:
    return f"<m:GetUserPhoto><m:Email>{email}</m:Email><m:SizeRequested>{size}</m:SizeRequested>{more}</m:GetUserPhoto>"


@pytest.fixture
def bobs(ews: Ews) -> str:
    ews.bob.photo = PICTURE
    return ews.bob.address


def data(answer: Answer) -> tuple[int, str, str]:
    return answer.status, answer.value(".//m:HasChanged"), answer.value(".//m:PictureData")


@pytest.mark.parametrize("size", ["HR48x48", "HR648x648", "HR1024xN"])
def test_anybody_sees_the_picture_of_anybody(ews: Ews, bobs: str, size: str) -> None:
    answer = ews(request(bobs.upper(), size, "<m:TypeRequested>UserPhoto</m:TypeRequested>"))
    assert data(answer) == (200, "true", b64encode(PICTURE).decode())
    assert answer.element.get("ResponseClass") == "Success"


def test_one_that_has_not_changed(ews: Ews, bobs: str) -> None:
    def ask(known: str) -> tuple[dict[str, str], bytes]:
        answer = ews.post(envelope(request(bobs)), ews.token(ews.alice), {"If-None-Match": known})
        return dict(answer.headers), answer.body

    headers, body = ask("")
    tag = headers["ETag"]
    assert tag == entity_tag(PICTURE)
    assert b"<m:HasChanged>true</m:HasChanged>" in body
    assert b"<m:HasChanged>false</m:HasChanged><m:PictureData/>" in ask(tag)[1]
    ews.bob.photo = b"other"
    assert b"<m:HasChanged>true</m:HasChanged>" in ask(tag)[1]


def test_nobody_has_the_address_and_no_picture(ews: Ews) -> None:
    answer = ews(request(ews.bob.address))
    assert data(answer) == (404, "true", "")
    assert answer.codes == ["NoError"]
    assert ews(request("nobody@contoso.com")).status == 500


@pytest.mark.parametrize(
    "wrong",
    [
        request("bob@contoso.com", "96x96"),
        request("bob@contoso.com", more="<m:TypeRequested>userphoto</m:TypeRequested>"),
        "<m:GetUserPhoto><m:Email>bob@contoso.com</m:Email></m:GetUserPhoto>",
    ],
)
def test_what_the_schema_does_not_have(ews: Ews, wrong: str) -> None:
    answer = ews(wrong)
    assert answer.status == 500
    assert "ErrorSchemaValidation" in answer.text


def test_the_picture_of_a_profile_is_none_of_ours(ews: Ews, bobs: str) -> None:
    answer = ews(request(bobs, more="<m:TypeRequested>ProfileHeaderPhoto</m:TypeRequested>"))
    assert answer.status == 500
    assert "ErrorInvalidOperation" in answer.text


def test_names_are_resolved_with_the_picture(ews: Ews, bobs: str) -> None:
    def resolved(base: str) -> list[str]:
        shape = f'ReturnFullContactData="true" ContactDataShape="{base}"'
        answer = ews(f"<m:ResolveNames {shape}><m:UnresolvedEntry>{bobs}</m:UnresolvedEntry></m:ResolveNames>")
        return answer.texts(".//t:Contact/t:Photo")

    assert (resolved("AllProperties"), resolved("Default")) == ([b64encode(PICTURE).decode()], [])
