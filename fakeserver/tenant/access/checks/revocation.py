"""What a revocation ends: grants at once, access tokens only where they are checked again.

A token lives until its `exp`, whatever happens to the user's sessions. Where the client has declared ``cp1``, the
service learns of critical events and asks for a new token at once: continuous access evaluation.
"""

import json

from fakeserver.tenant.clock import utc_text
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import InsufficientClaims, TokenRevoked, TokenUserDisabled
from fakeserver.tenant.tokens.validate import Claims


def check_not_revoked(strict: bool, claims: Claims, user: User, now: float) -> None:
    """Refuse a token of a disabled user, or one issued before the user's sessions were revoked.

    A password reset by an admin revokes sessions as well. The protocols differ in what they say: EWS challenges
    (InsufficientClaims).

    Args:
        now: seconds since the epoch.

    Raises:
        TokenUserDisabled: the account is disabled.
        TokenRevoked: and the token is one that revocation reaches.
        InsufficientClaims: either, where the client has declared ``cp1``.
    """
    # Assumption: a disabled account is turned away at once on every protocol; what the service does is not known.
    if not user.enabled:
        if claims.continuous_access:
            raise InsufficientClaims(utc_text(now), claims=_claims_request(now), event=f"{user.upn} is disabled")
        raise TokenUserDisabled(user=user.upn)
    # With continuous access evaluation, a password change by the user ends tokens as well.
    since = user.sessions_from if claims.continuous_access or strict else user.tokens_valid_from
    if claims.issued_at >= since:
        return
    # Assumption: IMAP, POP3 and SMTP notice as EWS does, where the client has declared cp1.
    if claims.continuous_access:
        event = f"sessions of {user.upn} were revoked, or the password was changed"
        raise InsufficientClaims(utc_text(since), claims=_claims_request(since), event=event)
    if strict:
        raise TokenRevoked(valid_from=utc_text(since))


def _claims_request(since: float) -> str:
    """Return what the client shall ask for: a token that is younger than the event.

    Source: learn.microsoft.com/entra/identity-platform/claims-challenge
    """
    wanted = {"access_token": {"nbf": {"essential": True, "value": f"{since:.0f}"}}}
    return json.dumps(wanted, separators=(",", ":"))
