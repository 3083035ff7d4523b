"""Claims of a token that nobody was asked about: the start of each right or wrong token that a test makes."""

from typing import Any

from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.permissions import EXCHANGE_ADDRESS, MAIL_ROLES, MAIL_SCOPES
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tokens.claims import application_claims, delegated_claims
from fakeserver.tenant.tokens.issued import APPLICATION_EXPIRES_IN
from fakeserver.tenant.tokens.issuing import Issuer

#: Seconds; the average of what the token service draws for users.
DELEGATED_LIFETIME = 4500


def claims(
    authority: Issuer,
    now: int,
    application: Application,
    user: User | None,
    *,
    scopes: tuple[str, ...] = (),
    roles: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Return the claims of an access token for Exchange Online, without looking at consent.

    Args:
        now: seconds since the epoch.
        user: None makes an app-only token.
        scopes: short names; all of the mail scopes by default. In an app-only token they are a claim too many.
        roles: all of the mail roles by default. In a user's token they are a claim too many.
    """
    if user is None:
        made = application_claims(
            tenant_id=authority.tenant_id,
            audience=EXCHANGE_ADDRESS,
            application=application,
            roles=roles or MAIL_ROLES,
            issued_at=now,
            expires_at=now + APPLICATION_EXPIRES_IN + 1,
            application_proof="1",
            random=authority.random,
        )
        return made | {"scp": " ".join(scopes)} if scopes else made
    made = delegated_claims(
        tenant_id=authority.tenant_id,
        audience=EXCHANGE_ADDRESS,
        application=application,
        user=user,
        scopes=scopes or MAIL_SCOPES,
        sign_in=authority.new_sign_in(user),
        issued_at=now,
        expires_at=now + DELEGATED_LIFETIME,
        application_proof="0" if application.public else "1",
        random=authority.random,
    )
    return made | {"roles": list(roles)} if roles else made
