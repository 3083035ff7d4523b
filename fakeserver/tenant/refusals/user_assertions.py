"""The token that an API hands in to act on behalf of its caller."""

from fakeserver.tenant.refusals.grants import GrantRefused


class UserAssertionInvalid(GrantRefused):
    """The assertion of the on-behalf-of grant is not a token for this application."""

    problem: str = ""
    rule = "assertion: {problem}"
    fix = 'send a user\'s access token for this API: tenant.token(client, user, "api://.../access_as_user")'
    real = (
        "Send the access token that the API itself got in Authorization: its aud must be the API. Tokens for Graph or "
        "Exchange cannot be exchanged, nor id_tokens."
    )
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow"


class UserAssertionMalformed(UserAssertionInvalid):
    """The assertion of the on-behalf-of grant cannot be read as a signed JWT."""


class UserAssertionSignatureWrong(UserAssertionInvalid):
    """The signature of the on-behalf-of grant's assertion does not fit its content."""

    thumbprint: str = ""
    rule = "the signature of the assertion does not fit; its key is {thumbprint}"


class UserAssertionKeyUnknown(UserAssertionSignatureWrong):
    """The assertion of the on-behalf-of grant names a key that the tenant does not publish."""

    rule = "no key of discovery/v2.0/keys has the thumbprint {thumbprint}"


class UserAssertionForOther(UserAssertionInvalid):
    """The assertion of the on-behalf-of grant is a token for somebody else than the application that hands it in."""

    name: str = ""
    audience: str = ""
    #: what `aud` should be
    expected: str = ""
    rule = "aud of the assertion is {audience}, not {expected}"


class UserAssertionIsIdToken(UserAssertionInvalid):
    """The assertion of the on-behalf-of grant is an id_token."""

    rule = "the assertion is an id_token"


class UserAssertionExpired(UserAssertionInvalid):
    """The assertion of the on-behalf-of grant has expired."""

    now: str = ""
    expires_at: str = ""
    rule = "assertion expired at {expires_at}; it is {now}"
    fix = "renew the token before it is sent on"
    real = "The API's caller renews its token; the API refuses the old one and does not try again by itself."


class UserAssertionOfApplication(UserAssertionInvalid):
    """The assertion of the on-behalf-of grant is an application's own token: it speaks for no user."""

    rule = "assertion is an application's own token"
    fix = "call the API with a user's token"
    real = (
        "Call the API with a user's token; an application by itself has client credentials in the place of "
        "on-behalf-of."
    )
