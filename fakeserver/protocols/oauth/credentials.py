"""What a request says of the application that sends it.

Source: RFC 6749 section 2.3.1.
"""

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
            EntraError: AADSTS9002313, Basic cannot be read, or two credentials differ; AADSTS900144, no client id.
        """
        form = call.parameters
        client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
        authorization = call.request.headers.get("Authorization")
        if authorization[:6].lower() == "basic ":
            basic_id, basic_secret = _basic(authorization[6:])
            _check_alike(client_id.lower(), basic_id.lower())
            _check_alike(secret, basic_secret)
            client_id, secret = client_id or basic_id, secret or basic_secret
        assertion = form.get("client_assertion", "")
        # Never alike: beside a secret an assertion is a second way to prove the same.
        _check_alike(assertion, secret)
        return cls(
            required({"client_id": client_id}, "client_id"),
            secret,
            assertion,
            form.get("client_assertion_type", ""),
        )


def _check_alike(first: str, second: str) -> None:
    """Refuse two credentials that differ.

    Assumption: they are refused, by this code; RFC 6749 section 2.3 allows one way only.
    """
    if first and second and first != second:
        raise EntraError(9002313)


def _basic(text: str) -> tuple[str, str]:
    try:
        name, colon, secret = b64decode(text.strip(), validate=True).decode("utf-8").partition(":")
    except ValueError:
        raise EntraError(9002313) from None
    if not colon:
        raise EntraError(9002313)
    # RFC 6749 section 2.3.1: both are form-encoded before they are joined. A secret without a percent sign is taken as
    # not encoded, so that its plus signs stay.
    return unquote_plus(name), unquote_plus(secret) if "%" in secret else secret
