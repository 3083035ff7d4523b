"""The token authority: gives out tokens for what an application redeems.

It decides and issues; HTTP forms, their parameters' names and the AADSTS words are the OAuth protocol's affair.
Whoever calls holds the tenant's lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.permissions import GRAPH, RequestedScopes, ResourceApplication
from fakeserver.tenant.directory.sign_in_rules import Attempt, Way
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.identifiers import new_guid, new_opaque
from fakeserver.tenant.refusals import (
    ConsentMissing,
    GrantRevoked,
    RefreshTokenInvalid,
    ResourceNotListed,
    RoleNotAssigned,
    ScopeEmpty,
    ScopeMustBeDefault,
)
from fakeserver.tenant.tokens.claims import (
    SignIn,
    application_claims,
    client_info,
    delegated_claims,
    half_hash,
    id_token_claims,
)
from fakeserver.tenant.tokens.device_codes import DeviceCodes
from fakeserver.tenant.tokens.grants import AuthorizationCode, Grants, RefreshToken
from fakeserver.tenant.tokens.keys import KeyRing
from fakeserver.tenant.tokens.mint import encode
from fakeserver.tenant.tokens.user_assertion import read_user_assertion
from fakeserver.tenant.tokens.validate import TokenValidator

#: Seconds that an app-only token says it lives; `exp` lies one second later, counted from the real moment of issue.
APPLICATION_EXPIRES_IN = 3599
#: Seconds; a delegated token's life is drawn anew each time (learn.microsoft.com, configurable token lifetimes).
DELEGATED_LIFETIME = (3600, 5400)
#: Seconds: a token that can be called back lives for 20 to 28 hours, an app-only one for a day
#: (learn.microsoft.com, continuous access evaluation).
CONTINUOUS_LIFETIME = (72000, 100800)
CONTINUOUS_APPLICATION_EXPIRES_IN = 86399


@dataclass(frozen=True)
class IssuedTokens:
    """What a redeemed grant yields; the OAuth protocol makes its answer's members of it."""

    access_token: str = field(repr=False)
    #: seconds, as the answer says
    expires_in: int
    #: seconds since the epoch: `nbf` and `exp` of the access token
    not_before: int
    expires_on: int
    #: the resource's address that was asked for: the token's `aud`
    audience: str
    #: granted scopes, each with the resource in front, separated by spaces; None in an app-only answer
    scope: str | None = None
    refresh_token: str | None = field(default=None, repr=False)
    id_token: str | None = field(default=None, repr=False)
    #: base64url text; the answer shows it only when ``client_info=1`` was sent
    client_info: str | None = None
    #: seconds since the refresh token that was redeemed was issued; None: none was
    refresh_token_age: float | None = None

    @property
    def refresh_in(self) -> int | None:
        """Seconds after which a client should renew a token that lives long; None for the usual ones."""
        return self.expires_in // 2 if self.expires_in > DELEGATED_LIFETIME[1] else None


@dataclass(frozen=True)
class Redemption:
    """What a token request says besides its grant."""

    #: of the endpoint, and so of the id_token: ``2.0`` or ``1.0``
    version: str = "2.0"
    #: how the application proved itself (`appidacr`): "0" not at all, "1" secret, "2" certificate; None: as it must
    proof: str | None = None
    #: the client's, from the ``claims`` parameter: ``cp1`` for continuous access evaluation
    capabilities: Sequence[str] = ()
    #: by which way the user came, for the sign-in rules; None: by a test's, which no rule stands against
    way: Way | None = None


class TokenAuthority:
    """The token service of one tenant."""

    def __init__(self, tenant_id: str, directory: Directory, keys: KeyRing, clock: Clock, random: Random) -> None:
        self.tenant_id = tenant_id
        self.keys = keys
        self.validator = TokenValidator(tenant_id, keys)
        self.grants = Grants(clock, random)
        self.device_codes = DeviceCodes(clock, random)
        self._directory = directory
        self._clock = clock
        self.random = random

    # --- signing in ---

    def new_sign_in(self, amr: tuple[str, ...] = ("pwd",), ip_address: str = "127.0.0.1") -> SignIn:
        """Note how a user came in, under a new session id."""
        return SignIn(new_guid(self.random), amr, ip_address, self._clock.time())

    def missing_consent(self, application: Application, user: User, scopes: RequestedScopes) -> frozenset[str]:
        """Return the permissions that were asked for and that nobody has allowed yet; what a consent page lists."""
        if scopes.resource is None:
            return frozenset()
        have = self._directory.consent.scopes(application.client_id, scopes.resource.app_id, user.object_id)
        wanted = scopes.values
        if scopes.default and not have:
            wanted |= {scope for resource, scope in application.delegated if resource == scopes.resource.app_id}
        return wanted - have

    def check_resource(self, application: Application, user: User, scopes: RequestedScopes) -> None:
        """Refuse `.default` of a resource that the application's registration does not list (ResourceNotListed)."""
        if scopes.resource is None or not scopes.default or self._granted(application, user, scopes):
            return
        listed = {resource_id for resource_id, _ in application.delegated}
        if scopes.resource.app_id not in listed:
            raise ResourceNotListed(
                application=application.client_id,
                name=application.name,
                resource=scopes.audience,
                resource_id=scopes.resource.app_id,
                valid=", ".join(sorted(listed)),
            )

    def check_consent(self, application: Application, user: User, scopes: RequestedScopes) -> None:
        """Refuse permissions that nobody has allowed (ConsentMissing); a sign-in page asks for them first."""
        self.check_resource(application, user, scopes)
        missing = self.missing_consent(application, user, scopes)
        if missing or (scopes.default and not self._granted(application, user, scopes)):
            raise ConsentMissing(
                application=application.client_id,
                name=application.name,
                scopes=" ".join(sorted(missing)),
                user=user.upn,
            )

    def authorize(
        self,
        application: Application,
        user: User,
        scopes: RequestedScopes,
        sign_in: SignIn,
        *,
        redirect_uri: str | None = None,
        code_challenge: str | None = None,
        code_challenge_method: str = "plain",
        nonce: str | None = None,
        several_resources: bool = False,
    ) -> str:
        """Return an authorization code for a user who has signed in; `check_consent` comes first.

        Args:
            several_resources: the request named others beside that of ``scopes``, so the token request must choose.

        Raises:
            AccountDisabled, UserNotAssigned.
        """
        self._directory.check_enabled(user)
        self._directory.check_assigned(application, user)
        registered = application.redirect_uri(redirect_uri) if redirect_uri else None
        return self.grants.remember_code(
            AuthorizationCode(
                application.client_id,
                user.object_id,
                scopes,
                sign_in,
                max(self._clock.time(), user.tokens_valid_from),
                redirect_uri,
                code_challenge,
                code_challenge_method,
                nonce,
                registered is not None and registered.kind == "spa",
                several_resources=several_resources,
            )
        )

    # --- grants ---

    def knows(self, text: str) -> bool:
        """Say whether a code, refresh token or device code was issued here, whatever became of it."""
        return self.grants.knows(text) or self.device_codes.knows(text)

    def front_channel_id_token(
        self,
        application: Application,
        user: User,
        scopes: RequestedScopes,
        sign_in: SignIn,
        *,
        version: str,
        nonce: str | None,
        code: str | None = None,
        access_token: str | None = None,
    ) -> str:
        """Return an id_token for the redirect URI, bound to what goes beside it (OpenID Connect Core 3.3.2.11)."""
        claims = id_token_claims(
            tenant_id=self.tenant_id,
            application=application,
            user=user,
            openid_scopes=scopes.openid,
            issued_at=int(max(self._clock.time(), user.tokens_valid_from)),
            sign_in=sign_in,
            nonce=nonce,
            version=version,
            random=self.random,
        )
        claims |= {n: half_hash(text) for n, text in (("c_hash", code), ("at_hash", access_token)) if text is not None}
        return encode(claims, self.keys.current)

    def redeem_code(
        self,
        application: Application,
        code: str,
        *,
        redirect_uri: str | None = None,
        code_verifier: str | None = None,
        origin: str | None = None,
        scopes: RequestedScopes | None = None,
        version: str = "2.0",
        proof: str | None = None,
        capabilities: Sequence[str] = (),
    ) -> IssuedTokens:
        """Give tokens for an authorization code.

        Args:
            scopes: the token request's own, when it had any; else those of the authorize request.
            version, proof, capabilities: see `Redemption`.

        Raises:
            What `Grants.redeem_code` raises; GrantRevoked, AccountDisabled, ConsentMissing.
        """
        granted = self.grants.redeem_code(
            code,
            application.client_id,
            redirect_uri=redirect_uri,
            code_verifier=code_verifier,
            origin=origin,
            names_resource=scopes is not None and scopes.resource is not None,
        )
        user = self._living_user(application, granted.user_id, granted.issued_at)
        wanted = _narrowed(scopes, granted.scopes)
        return self._delegated(
            application,
            user,
            wanted,
            granted.sign_in,
            Redemption(version, proof, capabilities, "page"),
            nonce=granted.nonce,
            single_page=granted.single_page,
        )

    def redeem_refresh_token(
        self,
        application: Application,
        refresh_token: str,
        *,
        origin: str | None = None,
        scopes: RequestedScopes | None = None,
        version: str = "2.0",
        proof: str | None = None,
        capabilities: Sequence[str] = (),
    ) -> IssuedTokens:
        """Give tokens for a refresh token; ``scopes`` may name another resource that was consented to.

        Raises:
            RefreshTokenInvalid, RefreshTokenExpired, CodeForOtherApplication, OriginMissing, OriginNotAllowed,
            GrantRevoked, AccountDisabled, ConsentMissing.
        """
        token = self.grants.refresh_token(refresh_token, application.client_id, origin)
        user = self._living_user(application, token.user_id, token.issued_at)
        wanted = _narrowed(scopes, token.scopes)
        how = Redemption(version, proof, capabilities, "refresh_token")
        return self._delegated(application, user, wanted, token.sign_in, how, used=token)

    def password(
        self,
        application: Application,
        username: str,
        password: str,
        scopes: RequestedScopes,
        *,
        ip_address: str = "127.0.0.1",
        version: str = "2.0",
        proof: str | None = None,
        capabilities: Sequence[str] = (),
    ) -> IssuedTokens:
        """Give tokens for a user name and a password, where nothing more than a password is asked.

        Raises:
            What `Directory.check_password` raises; MfaRequired, MfaEnrolmentRequired, UserNotAssigned, ConsentMissing.
        """
        user = self._directory.check_password(username, password, application)
        self._directory.check_assigned(application, user)
        sign_in = self.new_sign_in(("pwd",), ip_address)
        return self._delegated(application, user, scopes, sign_in, Redemption(version, proof, capabilities, "password"))

    def redeem_device_code(
        self,
        application: Application,
        device_code: str,
        *,
        version: str = "2.0",
        proof: str | None = None,
        capabilities: Sequence[str] = (),
    ) -> IssuedTokens:
        """Give tokens to a device whose code somebody has approved.

        Raises:
            What `DeviceCodes.poll` raises; GrantRevoked, AccountDisabled, ConsentMissing.
        """
        user_id, sign_in, scopes = self.device_codes.poll(device_code, application.client_id)
        user = self._living_user(application, user_id, self._clock.time())
        how = Redemption(version, proof, capabilities, "device_code")
        return self._delegated(application, user, scopes, sign_in, how)

    def on_behalf_of(
        self,
        application: Application,
        assertion: str,
        scopes: RequestedScopes,
        *,
        version: str = "2.0",
        proof: str | None = None,
        capabilities: Sequence[str] = (),
    ) -> IssuedTokens:
        """Give an API tokens for the user whose token it was called with.

        Raises:
            What `read_user_assertion` raises; GrantRevoked, AccountDisabled, MfaRequired, ConsentMissing.
        """
        caller = read_user_assertion(assertion, application, self.tenant_id, self.validator, self._clock.time())
        user = self._living_user(application, caller.user_id, caller.issued_at)
        how = Redemption(version, proof, capabilities, "on_behalf_of")
        return self._delegated(application, user, scopes, caller.sign_in, how)

    def client_credentials(
        self,
        application: Application,
        scopes: RequestedScopes,
        *,
        proof: str | None = None,
        capabilities: Sequence[str] = (),
    ) -> IssuedTokens:
        """Give an app-only token; the caller has checked the application's secret or assertion.

        Raises:
            ScopeMustBeDefault: anything else than one resource's `.default` was asked for.
        """
        if scopes.resource is None or not scopes.default or scopes.values or scopes.openid or len(scopes.words) != 1:
            raise ScopeMustBeDefault(scopes=scopes.text)
        return self.issue_for_application(application, scopes.resource, scopes.audience, proof, capabilities)

    # --- issuing ---

    def issue_for_application(
        self,
        application: Application,
        resource: ResourceApplication,
        audience: str,
        proof: str | None = None,
        capabilities: Sequence[str] = (),
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
        now = int(self._clock.time())
        expires_in = CONTINUOUS_APPLICATION_EXPIRES_IN if "cp1" in capabilities else APPLICATION_EXPIRES_IN
        claims = application_claims(
            tenant_id=self.tenant_id,
            audience=audience,
            application=application,
            roles=roles,
            issued_at=now,
            expires_at=now + expires_in + 1,
            application_proof=proof or ("1" if application.secrets or not application.certificates else "2"),
            random=self.random,
            capabilities=capabilities,
        )
        token = encode(claims, self.keys.current, nonce=new_opaque(self.random, 32))
        return IssuedTokens(token, expires_in, claims["nbf"], claims["exp"], audience)

    def issue_for_user(
        self,
        application: Application,
        user: User,
        scopes: RequestedScopes,
        *,
        version: str = "2.0",
        sign_in: SignIn | None = None,
    ) -> IssuedTokens:
        """Give tokens as if the user had just signed in.

        Raises:
            ConsentMissing, AccountDisabled, UserNotAssigned.
        """
        self._directory.check_enabled(user)
        self._directory.check_assigned(application, user)
        return self._delegated(application, user, scopes, sign_in or self.new_sign_in(), Redemption(version))

    def _delegated(
        self,
        application: Application,
        user: User,
        scopes: RequestedScopes,
        sign_in: SignIn,
        how: "Redemption",
        *,
        nonce: str | None = None,
        used: RefreshToken | None = None,
        single_page: bool = False,
    ) -> IssuedTokens:
        if scopes.resource is None and not scopes.openid:
            raise ScopeEmpty(scopes=scopes.text)
        self._check_rules(application, user, scopes, sign_in, how)
        self.check_consent(application, user, scopes)
        # Entra adds what was consented to earlier to each token; the fake gives what was asked for, so that a test
        # sees what its app would miss in a tenant without that history.
        granted = self._granted(application, user, scopes)
        resource = scopes.resource or GRAPH
        audience = scopes.audience or GRAPH.identifier_uris[0]
        # A revocation reaches to the end of its second; what is issued after it must lie beyond.
        now = int(max(self._clock.time(), user.tokens_valid_from))
        lifetime = self._lifetime(how.capabilities)
        claims = delegated_claims(
            tenant_id=self.tenant_id,
            audience=audience,
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
        refresh_token = None
        if "offline_access" in scopes.openid or used is not None or how.version == "1.0":
            refresh_token = self.grants.remember_refresh_token(
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
            self._id_token(application, user, scopes, sign_in, how.version, nonce, now),
            client_info(self.tenant_id, user),
            None if used is None else self._clock.time() - used.issued_at,
        )

    def _check_rules(
        self, application: Application, user: User, scopes: RequestedScopes, sign_in: SignIn, how: "Redemption"
    ) -> None:
        if how.way is None:
            return
        attempt = Attempt(
            user,
            application.client_id,
            (scopes.resource or GRAPH).app_id,
            how.way,
            sign_in.ip_address,
            mfa="mfa" in sign_in.amr,
            signed_in_at=sign_in.at,
            now=self._clock.time(),
        )
        self._directory.rules.check(attempt)

    def _lifetime(self, capabilities: Sequence[str]) -> int:
        """Return how many seconds a delegated token shall live."""
        if "cp1" in capabilities:
            return self.random.randint(*CONTINUOUS_LIFETIME)
        return self._directory.rules.access_token_lifetime or self.random.randint(*DELEGATED_LIFETIME)

    def _id_token(
        self,
        application: Application,
        user: User,
        scopes: RequestedScopes,
        sign_in: SignIn,
        version: str,
        nonce: str | None,
        now: int,
    ) -> str | None:
        if "openid" not in scopes.openid and version != "1.0":
            return None
        claims = id_token_claims(
            tenant_id=self.tenant_id,
            application=application,
            user=user,
            openid_scopes=scopes.openid,
            issued_at=now,
            sign_in=sign_in,
            nonce=nonce,
            version=version,
            random=self.random,
        )
        return encode(claims, self.keys.current)

    def _granted(self, application: Application, user: User, scopes: RequestedScopes) -> frozenset[str]:
        if scopes.resource is None:
            return frozenset()
        have = self._directory.consent.scopes(application.client_id, scopes.resource.app_id, user.object_id)
        return have if scopes.default else have & scopes.values

    def _living_user(self, application: Application, user_id: str, issued_at: float) -> User:
        """Return the grant's user, unless they are gone, disabled or have ended their sessions since."""
        user = self._directory.users.get(user_id)
        if user is None:
            raise RefreshTokenInvalid(application=application.client_id)
        self._directory.check_enabled(user)
        if issued_at < user.tokens_valid_from:
            raise GrantRevoked(
                application=application.client_id,
                user=user.upn,
                issued_at=f"{issued_at:.0f}",
                valid_from=f"{user.tokens_valid_from:.0f}",
            )
        self._directory.check_assigned(application, user)
        return user


def _narrowed(wanted: RequestedScopes | None, original: RequestedScopes) -> RequestedScopes:
    """Return what a token request asks for: its own scopes, or those of the sign-in where it names no permission."""
    if wanted is None or not wanted.words:
        return original
    if wanted.resource is None and original.resource is not None:
        return RequestedScopes(
            original.resource,
            original.audience,
            original.values,
            original.default,
            wanted.openid | original.openid,
            original.words,
        )
    return wanted


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
