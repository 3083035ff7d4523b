"""A token that nothing has kept: a new msal client each time, and of a user's sign-in the refresh token alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from pytest_m365.diagnosis.permissions import requirements
from pytest_m365.diagnosis.seen import MAIL
from pytest_m365.doctor.who import Who
from pytest_m365.live.guard import Guard
from pytest_m365.live.settings import LiveSettings

if TYPE_CHECKING:
    import msal


#: what the helpers need of Microsoft Graph; asked for with all else that is consented there
GRAPH_PERMISSION = "Mail.ReadWrite"


def scope_of(protocol: str) -> str:
    """Return the delegated permission that a protocol asks for; Autodiscover takes any, and is asked with EWS's."""
    if protocol == "graph":
        return GRAPH_PERMISSION
    return requirements(protocol if protocol in MAIL else "ews").scope or ""


def fresh_token(
    settings: LiveSettings,
    guard: Guard,
    who: Who,
    protocol: str,
    *,
    learn: Callable[[str], None],
    cache: msal.TokenCache | None,
) -> str:
    """Ask for a token.

    Args:
        learn: is told what nothing may show.
        cache: where users' sign-ins are kept; nothing is written there.

    Raises:
        SignInRefused, Unavailable: there is none.
        NotAllowed: it is not what was asked for.
    """
    from pytest_m365.live.sign_in import SignIn

    kept = None if who.is_app_only else without_access_tokens(cache)
    with SignIn(settings, guard, learn=learn, cache=kept, budget=0) as sign_in:
        graph = [f"{settings.cloud.graph_resource}/.default"] if protocol == "graph" else []
        return (
            sign_in.app_token(graph) if who.is_app_only else sign_in.user_token(graph or [scope_of(protocol)], who.user)
        )


def without_access_tokens(cache: msal.TokenCache | None) -> msal.TokenCache | None:
    """Return a copy of a cache with the sign-ins alone; what comes into the copy is not kept."""
    if cache is None:
        return None
    import msal

    kinds = msal.TokenCache.CredentialType
    kept = (kinds.ACCOUNT, kinds.REFRESH_TOKEN, kinds.ID_TOKEN, kinds.APP_METADATA)
    copy = msal.SerializableTokenCache()
    copy.deserialize(
        json.dumps({kind: {str(number): entry for number, entry in enumerate(cache.search(kind))} for kind in kept})
    )
    return copy


def cached_scopes(cache: msal.TokenCache | None, user: str) -> list[frozenset[str]]:
    """Return the scopes of each access token that a cache still has of a user, as its claims have them."""
    if cache is None:
        return []
    import msal

    from fakeserver.jws import readable_claims

    kinds = msal.TokenCache.CredentialType
    homes = {
        entry.get("home_account_id")
        for entry in cache.search(kinds.ACCOUNT)
        if str(entry.get("username", "")).lower() == user
    }
    tokens = [entry["secret"] for entry in cache.search(kinds.ACCESS_TOKEN) if entry.get("home_account_id") in homes]
    return [frozenset(str(readable_claims(token).get("scp", "")).split()) for token in tokens]
