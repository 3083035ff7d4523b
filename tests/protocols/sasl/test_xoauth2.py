import pytest

from fakeserver.protocols.sasl import xoauth2
from fakeserver.protocols.sasl.encoding import decode_base64
from fakeserver.tenant.access.credentials import BearerToken
from fakeserver.tenant.refusals import CredentialMalformed


def test_the_worked_example_of_microsofts_page_is_read() -> None:
    response = (
        b"dXNlcj10ZXN0QGNvbnRvc28ub25taWNyb3NvZnQuY29tAWF1dGg9QmVhcmVyIEV3QkFBbDNC"
        b"QUFVRkZwVUFvN0ozVmUwYmpMQldaV0NjbFJDM0VvQUEBAQ=="
    )
    assert xoauth2.parse(decode_base64(response)) == BearerToken(
        "EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA", "test@contoso.onmicrosoft.com"
    )


@pytest.mark.parametrize(
    "message",
    [
        b"auth=Bearer t\x01user=a@b.c\x01\x01",
        b"USER=a@b.c\x01AUTH=bearer  t\x01\x01",
        b"user=a@b.c\x01auth=Bearer t",
    ],
)
def test_order_case_and_ends_do_not_matter(message: bytes) -> None:
    assert xoauth2.parse(message) == BearerToken("t", "a@b.c")


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        (b"", "user"),
        (b"auth=Bearer t\x01\x01", "user"),
        (b"user=\x01auth=Bearer t\x01\x01", "user"),
        (b"user=a@b.c\x01\x01", "auth"),
        (b"user=a@b.c\x01auth=Basic t\x01\x01", "Bearer"),
        (b"user=a@b.c\x01auth=Bearer \x01\x01", "token"),
        (b"user=a@b.c\x01nonsense\x01\x01", "="),
        (b"user=\xff\x01auth=Bearer t\x01\x01", "UTF-8"),
    ],
)
def test_what_is_missing_is_named_and_the_token_is_not(message: bytes, problem: str) -> None:
    with pytest.raises(CredentialMalformed) as caught:
        xoauth2.parse(message)
    assert problem in caught.value.problem
