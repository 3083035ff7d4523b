"""What a request says of the application that sends it.

Source: RFC 6749 section 2.3.1.
"""

import binascii
from base64 import b64decode
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote_plus

from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.parameters import required


@dataclass(frozen=True)
class Credentials:
    """What a request says of the application that sends it."""

    client_id: str
    secret: str = field(default="", repr=False)
    assertion: str = field(default="", repr=False)
    assertion_type: str = ""

    @classmethod
    def read(cls, call: Call) -> Self:
        """Read the credentials from HTTP Basic or from the body.

        Raises:
            EntraError: AADSTS9002313, Basic cannot be read; AADSTS900144, no client id.
        """
        form = call.parameters
        client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
        authorization = call.request.headers.get("Authorization")
        if authorization[:6].lower() == "basic ":
            basic_id, secret = _basic(authorization[6:])
            client_id = client_id or basic_id
        return cls(
            required({"client_id": client_id}, "client_id"),
            secret,
            form.get("client_assertion", ""),
            form.get("client_assertion_type", ""),
        )


def _basic(text: str) -> tuple[str, str]:
    try:
        name, colon, secret = b64decode(text.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise EntraError(9002313) from None
    if not colon:
        raise EntraError(9002313)
    # RFC 6749 section 2.3.1: both are form-encoded before they are joined. A secret with an unencoded plus sign is
    # compared as it stands as well.
    return unquote_plus(name), unquote_plus(secret) if "%" in secret else secret
