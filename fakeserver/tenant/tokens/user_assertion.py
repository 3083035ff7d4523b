"""The token that an API was called with, and that it hands in to act on behalf of the caller.

Source: learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow
"""

from dataclasses import dataclass

from fakeserver.jws import thumbprint_text
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.refusals import (
    KeyUnknown,
    SignatureInvalid,
    TokenRefused,
    UserAssertionExpired,
    UserAssertionForOther,
    UserAssertionInvalid,
    UserAssertionIsIdToken,
    UserAssertionKeyUnknown,
    UserAssertionMalformed,
    UserAssertionOfApplication,
    UserAssertionSignatureWrong,
)
from fakeserver.tenant.tokens.claims import BACKDATED_SECONDS, SignIn
from fakeserver.tenant.tokens.parsing import parse
from fakeserver.tenant.tokens.validate import TokenValidator


@dataclass(frozen=True)
class UserAssertion:
    """Whom an assertion speaks for, and how they signed in."""

    user_id: str
    sign_in: SignIn
    #: seconds since the epoch, the real moment
    issued_at: float


def read_user_assertion(
    text: str, application: Application, tenant_id: str, validator: TokenValidator, now: float
) -> UserAssertion:
    """Check an access token that was issued for an application's own API.

    Raises:
        UserAssertionMalformed, UserAssertionSignatureWrong (UserAssertionKeyUnknown).
        UserAssertionInvalid: of another tenant, or no delegated access token.
        UserAssertionForOther, UserAssertionIsIdToken.
        UserAssertionOfApplication: nobody's but an application's own.
        UserAssertionExpired.
    """
    try:
        token = parse(text)
        validator.check_signature(token)
    except (KeyUnknown, SignatureInvalid) as refusal:
        kind = UserAssertionKeyUnknown if isinstance(refusal, KeyUnknown) else UserAssertionSignatureWrong
        raise kind(application=application.client_id, thumbprint=thumbprint_text(refusal.kid)) from None
    except TokenRefused as refusal:
        raise UserAssertionMalformed(application=application.client_id, problem=str(refusal)) from None
    claims = token.payload
    is_of_application = claims.get("sub") == claims.get("oid")
    if "scp" not in claims and "roles" not in claims and not is_of_application:
        raise UserAssertionIsIdToken(application=application.client_id)
    if claims.get("aud") not in application.audiences:
        raise UserAssertionForOther(
            application=application.client_id,
            name=application.name,
            audience=str(claims.get("aud"))[:200],
            expected=application.audiences[0],
        )
    if claims.get("tid") != tenant_id:
        raise UserAssertionInvalid(application=application.client_id, problem="issued by another tenant")
    expires_at = claims.get("exp")
    if not isinstance(expires_at, int) or now >= expires_at:
        raise UserAssertionExpired(application=application.client_id, now=f"{now:.0f}", expires_at=str(expires_at))
    if is_of_application:
        raise UserAssertionOfApplication(application=application.client_id)
    if "scp" not in claims:
        raise UserAssertionInvalid(application=application.client_id, problem="no scp: not a delegated access token")
    # Signed here, but a test may have had anything signed (`Tenant.mint`).
    issued, methods = claims.get("iat"), claims.get("amr", ["pwd"])
    if isinstance(issued, bool) or not isinstance(issued, int) or not isinstance(methods, list):
        raise UserAssertionInvalid(application=application.client_id, problem="iat is no time, or amr is no list")
    issued_at = float(issued) + BACKDATED_SECONDS
    sign_in = SignIn(str(claims.get("sid")), tuple(map(str, methods)), str(claims.get("ipaddr")), issued_at)
    return UserAssertion(str(claims.get("oid")), sign_in, issued_at)
