import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.protocols.sasl import MECHANISMS, read_credential
from fakeserver.protocols.sasl.encoding import decode_base64
from fakeserver.tenant.refusals import CredentialMalformed


def test_an_equals_sign_is_the_empty_response() -> None:
    assert decode_base64(b"=") == b""


@pytest.mark.parametrize("response", [b"*", b"YQ", b"Y Q==", b"\xff\xff\xff\xff"])
def test_base64_is_read_strictly(response: bytes) -> None:
    with pytest.raises(CredentialMalformed):
        decode_base64(response)


@given(st.sampled_from(sorted(MECHANISMS)), st.binary(max_size=200))
def test_any_octets_are_a_credential_or_a_refusal(mechanism: str, response: bytes) -> None:
    try:
        read_credential(mechanism, response)
        MECHANISMS[mechanism](response)
    except CredentialMalformed:
        return
