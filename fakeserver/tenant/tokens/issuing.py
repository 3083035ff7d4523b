"""Issues the tokens of one tenant: signs their claims, and remembers refresh tokens. Callers hold the tenant's lock."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random
from typing import Any

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.permissions import GRAPH, RequestedScopes, ResourceApplication
from fakeserver.tenant.directory.sign_in_rules import Attempt
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.identifiers import new_guid, new_opaque
from fakeserver.tenant.refusals import RoleNotAssigned, ScopeEmpty
from fakeserver.tenant.tokens.claims import (
    SignIn,
    application_claims,
    client_info,
    delegated_claims,
    half_hash,
    id_token_claims,
)
from fakeserver.tenant.tokens.entitlements import Entitlements
from fakeserver.tenant.tokens.grants import Grants, RefreshToken
from fakeserver.tenant.tokens.issued import (
    APPLICATION_EXPIRES_IN,
    CONTINUOUS_APPLICATION_EXPIRES_IN,
    CONTINUOUS_LIFETIME,
    DELEGATED_LIFETIME,
    PLAIN,
    IssuedTokens,
    Redemption,
)
from fakeserver.tenant.tokens.keys import KeyRing
from fakeserver.tenant.tokens.mint import encode


class Issuer:
    """Issues tokens for grants that were found good."""

    def __init__(
        self,
        tenant_id: str,
        directory: Directory,
        grants: Grants,
        entitlements: Entitlements,
        keys: KeyRing,
        clock: Clock,
        random: Random,
    ) -> None:
        self.tenant_id = tenant_id
        self.keys = keys
        self.random = random
        self._directory = directory
        self._grants = grants
        self._entitlements = entitlements
        self._clock = clock
        #: seconds by which tokens are issued ahead of time
        self._skew = 0.0

    @contextmanager
    def ahead(self, seconds: float) -> Iterator[None]:
        """Issue tokens by a clock that is ahead while the block lasts; the tenant's lock is held all the while."""
        self._skew = seconds
        try:
            yield
        finally:
            self._skew = 0.0

    def new_sign_in(self, user: User, amr: tuple[str, ...] = ("pwd",), ip_address: str = "127.0.0.1") -> SignIn:
        """Record how a user signed in, under a new session id."""
        return SignIn(new_guid(self.random), amr, ip_address, self._directory.sign_in_moment(user))

    def issue_for_application(
        self,
        application: Application,
        resource: ResourceApplication,
        audience: str,
        how: Redemption = PLAIN,
    ) -> IssuedTokens:
        """Give an app-only token with the roles that were consented to; with none it has no `roles` at all.

        Raises:
            RoleNotAssigned: the resource is an application that only those with a role may call.
        """
        roles = self._directory.consent.roles(application.client_id, resource.app_id)
        api = self._directory.applications.get(resource.app_id)
        if not roles and api is not None and api.assignment_required:
            raise RoleNotAssigned(
                application=application.client_id, name=application.name, resource=audience, resource_name=api.name
            )
        now = int(self._clock.time() + self._skew)
        expires_in = CONTINUOUS_APPLICATION_EXPIRES_IN if "cp1" in how.capabilities else APPLICATION_EXPIRES_IN
        claims = application_claims(
            tenant_id=self.tenant_id,
            audience=self._aud(resource, audience),
            application=application,
            roles=roles,
            issued_at=now,
            expires_at=now + expires_in + 1,
            application_proof=how.proof or ("1" if application.secrets or not application.certificates else "2"),
            random=self.random,
            capabilities=how.capabilities,
        )
        token = encode(claims, self.keys.current, nonce=new_opaque(self.random, 32))
        return IssuedTokens(token, expires_in, claims["nbf"], claims["exp"], audience, permissions=frozenset(roles))

    def _aud(self, resource: ResourceApplication, audience: str) -> str:
        """Return a token's `aud`: the address as it was asked for, or Graph's app id, as the tenant's switch says."""
        is_guid = resource is GRAPH and self._directory.policies.graph_audience == "guid"
        return resource.app_id if is_guid else audience

    def issue_for_user(
        self,
        application: Application,
        user: User,
        scopes: RequestedScopes,
        *,
        how: Redemption = PLAIN,
        sign_in: SignIn | None = None,
    ) -> IssuedTokens:
        """Give tokens as if the user had just signed in.

        Raises:
            ConsentMissing, AccountDisabled, UserNotAssigned.
        """
        self._directory.check_enabled(user)
        self._directory.check_assigned(application, user)
        return self.delegated(application, user, scopes, sign_in or self.new_sign_in(user), how)

    def front_channel_id_token(
        self,
        application: Application,
        user: User,
        scopes: RequestedScopes,
        sign_in: SignIn,
        *,
        how: Redemption,
        nonce: str | None,
        code: str | None = None,
        access_token: str | None = None,
    ) -> str:
        """Return an id_token for the redirect URI, bound to what goes beside it (OpenID Connect Core 3.3.2.11)."""
        claims = self._id_token_claims(application, user, scopes, sign_in, how, nonce, self._issue_time(user))
        claims |= {n: half_hash(text) for n, text in (("c_hash", code), ("at_hash", access_token)) if text is not None}
        return encode(claims, self.keys.current)

    def delegated(
        self,
        application: Application,
        user: User,
        scopes: RequestedScopes,
        sign_in: SignIn,
        how: Redemption,
        *,
        nonce: str | None = None,
        used: RefreshToken | None = None,
        single_page: bool = False,
    ) -> IssuedTokens:
        """Give a user's tokens, if rules and consent let it.

        Args:
            nonce: of the authorize request, for the id_token.
            used: the refresh token that is redeemed; there is always another then.
            single_page: whether the refresh token is a single-page app's.

        Raises:
            ScopeEmpty, ConsentMissing, and what `SignInRules.check` raises.
        """
        if scopes.resource is None and not scopes.openid:
            raise ScopeEmpty(scopes=scopes.text)
        self._check_rules(application, user, scopes, sign_in, how)
        self._entitlements.check(application, user, scopes)
        # Entra adds what was consented to earlier to each token; the fake gives what was asked for, so that a test
        # sees what its app would miss in a tenant without that history.
        granted = self._entitlements.granted(application, user, scopes)
        resource = scopes.resource or GRAPH
        audience = scopes.audience or GRAPH.identifier_uris[0]
        now = self._issue_time(user)
        lifetime = self._lifetime(how.capabilities)
        claims = delegated_claims(
            tenant_id=self.tenant_id,
            audience=self._aud(resource, audience),
            application=application,
            user=user,
            scopes=granted | (scopes.openid - {"offline_access"} if resource is GRAPH else frozenset()),
            sign_in=sign_in,
            issued_at=now,
            expires_at=now + lifetime,
            application_proof=how.proof or ("0" if application.public else "1"),
            random=self.random,
            capabilities=how.capabilities,
        )
        id_token = None
        if "openid" in scopes.openid or how.version == "1.0":
            id_token = encode(
                self._id_token_claims(application, user, scopes, sign_in, how, nonce, now), self.keys.current
            )
        refresh_token = None
        if "offline_access" in scopes.openid or used is not None or how.version == "1.0":
            refresh_token = self._grants.remember_refresh_token(
                RefreshToken(application.client_id, user.object_id, scopes, sign_in, now, single_page=single_page), used
            )
        return IssuedTokens(
            encode(claims, self.keys.current, nonce=new_opaque(self.random, 32)),
            lifetime,
            claims["nbf"],
            claims["exp"],
            audience,
            _scope_text(audience, granted, scopes),
            refresh_token,
            id_token,
            client_info(self.tenant_id, user),
            granted,
            user.upn,
            None if used is None else self._clock.time() - used.issued_at,
        )

    def _check_rules(
        self, application: Application, user: User, scopes: RequestedScopes, sign_in: SignIn, how: Redemption
    ) -> None:
        if how.way is None:
            return
        self._directory.rules.check(
            Attempt(
                user,
                application.client_id,
                (scopes.resource or GRAPH).app_id,
                how.way,
                sign_in.ip_address,
                mfa="mfa" in sign_in.amr,
                signed_in_at=sign_in.at,
                now=self._clock.time(),
                redeemed=how.way in ("page", "device_code"),
                old_endpoint=how.way == "password" and how.version == "1.0",
            )
        )

    def _lifetime(self, capabilities: Sequence[str]) -> int:
        """Return how many seconds a delegated token shall live."""
        if "cp1" in capabilities:
            return self.random.randint(*CONTINUOUS_LIFETIME)
        return self._directory.rules.access_token_lifetime or self.random.randint(*DELEGATED_LIFETIME)

    def _issue_time(self, user: User) -> int:
        return int(self._directory.sign_in_moment(user) + self._skew)

    def _id_token_claims(
        self,
        application: Application,
        user: User,
        scopes: RequestedScopes,
        sign_in: SignIn,
        how: Redemption,
        nonce: str | None,
        now: int,
    ) -> dict[str, Any]:
        return id_token_claims(
            tenant_id=self.tenant_id,
            application=application,
            user=user,
            openid_scopes=scopes.openid,
            issued_at=now,
            sign_in=sign_in,
            nonce=nonce,
            version=how.version,
            random=self.random,
            wanted=how.id_token_claims,
            own_address=how.own_address,
        )


def _scope_text(audience: str, granted: frozenset[str], scopes: RequestedScopes) -> str:
    """Return the answer's ``scope``: the granted permissions in the resource's address, then OpenID Connect's.

    Graph's permissions are written bare beside openid scopes by some generations; this is the qualified form.
    """
    words = [f"{audience}/{value}" for value in sorted(granted)]
    if scopes.default:
        words.append(f"{audience}/.default")
    if scopes.resource is None or scopes.resource is GRAPH:
        words = sorted(scopes.openid - {"offline_access"}) + words
    return " ".join(words)
