import pytest

from fakeserver.protocols.sasl.encoding import decode_base64
from fakeserver.tenant.refusals import CredentialMalformed


def test_an_equals_sign_is_the_empty_response() -> None:
    assert decode_base64(b"=") == b""


@pytest.mark.parametrize("response", [b"*", b"YQ", b"Y Q==", b"\xff\xff\xff\xff"])
def test_base64_is_read_strictly(response: bytes) -> None:
    with pytest.raises(CredentialMalformed):
        decode_base64(response)
