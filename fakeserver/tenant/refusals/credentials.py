"""Authentication: no credential was sent, or none that can be read."""

from fakeserver.tenant.refusals.base import Refusal
from fakeserver.tenant.refusals.pages import EWS_OAUTH as _EWS_OAUTH
from fakeserver.tenant.refusals.pages import OAUTH as _OAUTH


class AuthenticationRefused(Refusal):
    """The credential is not good, so nobody is signed in."""


class CredentialMissing(AuthenticationRefused):
    """No credential was sent."""

    rule = "no Authorization header, or a scheme other than Bearer and Basic"
    fix = "send Authorization: Bearer with tenant.token(app, user)"
    real = (
        "Send Authorization: Bearer <access token>. Some clients try without a credential first and send one only "
        "when they are asked for it: then this entry is the first half of a good sign-in."
    )
    page = _EWS_OAUTH


class CredentialMalformed(AuthenticationRefused):
    """The credential does not have the form that the protocol asks for."""

    problem: str = ""
    rule = "form of the SASL response: {problem}"
    fix = 'base64 of "user=<mailbox>\\x01auth=Bearer <token>\\x01\\x01", in one line'
    real = (
        "The same: user=, the mailbox, a byte 0x01, auth=Bearer, a space, the token, two bytes 0x01; all of it in "
        "base64 without line ends. Libraries encode by themselves: give them the text, not the base64."
    )
    page = _OAUTH
