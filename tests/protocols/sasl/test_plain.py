import pytest

from fakeserver.protocols.sasl import plain
from fakeserver.tenant.access.credentials import Password
from fakeserver.tenant.refusals import CredentialMalformed


def test_user_and_password_are_read_and_the_identity_dropped() -> None:
    assert plain.parse(b"other\0alice@contoso.com\0p\xc3\xa4ss") == Password("alice@contoso.com", "päss")


@pytest.mark.parametrize("message", [b"", b"alice\0secret", b"\0\0secret", b"\0a\0b\0c", b"\0\xff\0secret"])
def test_other_shapes_are_refused(message: bytes) -> None:
    with pytest.raises(CredentialMalformed):
        plain.parse(message)
