import pytest

from fakeserver.protocols.sasl import oauthbearer
from fakeserver.tenant.access.credentials import BearerToken
from fakeserver.tenant.refusals import CredentialMalformed


def test_the_message_of_rfc_7628_is_read() -> None:
    message = b"n,a=user@example.com,\x01host=server.example.com\x01port=993\x01auth=Bearer vF9dft4qmT\x01\x01"
    assert oauthbearer.parse(message) == BearerToken("vF9dft4qmT", "user@example.com")


def test_without_an_identity_there_is_no_user() -> None:
    assert oauthbearer.parse(b"n,,\x01auth=Bearer t\x01\x01") == BearerToken("t", None)


def test_escapes_in_the_identity_are_undone() -> None:
    assert oauthbearer.parse(b"n,a=a=2Cb=3Dc@d.e,\x01auth=Bearer t\x01\x01").user == "a,b=c@d.e"


@pytest.mark.parametrize(
    "message", [b"", b"n,,", b"p=tls-unique,,\x01auth=Bearer t\x01\x01", b"n,x=1,\x01auth=Bearer t\x01\x01"]
)
def test_a_broken_header_is_refused(message: bytes) -> None:
    with pytest.raises(CredentialMalformed):
        oauthbearer.parse(message)
