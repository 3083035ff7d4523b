"""Base64 as SASL carries it (RFC 4648, strict)."""

import base64
import binascii

from fakeserver.tenant.refusals import CredentialMalformed


def decode_base64(response: bytes) -> bytes:
    """Decode a client response; ``=`` alone is the empty response (RFC 4422 section 4.3.1, RFC 4959).

    Raises:
        CredentialMalformed: it is not base64.
    """
    if response == b"=":
        return b""
    try:
        return base64.b64decode(response, validate=True)
    except (binascii.Error, ValueError) as error:
        raise CredentialMalformed("the response is not base64") from error


def as_text(octets: bytes) -> str:
    """Decode the UTF-8 of a credential.

    Raises:
        CredentialMalformed: it is not UTF-8.
    """
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CredentialMalformed("the message is not UTF-8") from error
