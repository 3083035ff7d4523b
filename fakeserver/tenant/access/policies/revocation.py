"""How far a revocation reaches: grants die at once, access tokens only where something looks again."""

from fakeserver.tenant.access.policies.switch import Switch
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import TokenRevoked, TokenUserUnknown
from fakeserver.tenant.tokens.validate import Claims

SWITCH = Switch(
    "strict_revocation",
    False,
    (True, False),
    "continuous access evaluation, as if every client had declared cp1",
    "Revoking a user's sessions ends access tokens too; as it is really, only those of clients that declared cp1.",
    "learn.microsoft.com/entra/identity/conditional-access/concept-continuous-access-evaluation",
)


def check_not_revoked(strict: bool, claims: Claims, user: User) -> None:
    """Refuse a token of a disabled user, or one issued before the user's sessions were revoked.

    Raises:
        TokenUserUnknown: the account is disabled.
        TokenRevoked: and the token is one that revocation reaches.
    """
    # Assumption: a disabled account is turned away at once on every protocol; what the service does is not known.
    if not user.enabled:
        raise TokenUserUnknown(user=user.upn)
    if claims.issued_at < user.tokens_valid_from and (strict or claims.continuous_access):
        raise TokenRevoked(valid_from=f"{user.tokens_valid_from:.0f}")
