"""The token authority: checks what an application redeems, and has tokens issued for it.

HTTP forms, parameter names and AADSTS texts belong to the OAuth protocol. Callers hold the tenant's lock.
"""

from dataclasses import replace
from random import Random

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.permissions import RequestedScopes
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import GrantRevoked, PasswordChangedSince, RefreshTokenInvalid, ScopeMustBeDefault
from fakeserver.tenant.tokens.claims import SignIn
from fakeserver.tenant.tokens.device_codes import DeviceCodes
from fakeserver.tenant.tokens.entitlements import Entitlements
from fakeserver.tenant.tokens.grants import AuthorizationCode, Grants
from fakeserver.tenant.tokens.issued import PLAIN, IssuedTokens, Redemption
from fakeserver.tenant.tokens.issuing import Issuer
from fakeserver.tenant.tokens.keys import KeyRing
from fakeserver.tenant.tokens.user_assertion import read_user_assertion
from fakeserver.tenant.tokens.validate import TokenValidator


class TokenAuthority:
    """The token service of one tenant.

    Attributes:
        issuer: signs what is given out.
        grants: authorization codes and refresh tokens.
        device_codes: those that devices show.
        entitlements: what was consented to.
        validator: checks access tokens.
    """

    def __init__(self, tenant_id: str, directory: Directory, keys: KeyRing, clock: Clock, random: Random) -> None:
        self.grants = Grants(clock, random)
        self.device_codes = DeviceCodes(clock, random)
        self.entitlements = Entitlements(directory.consent)
        self.issuer = Issuer(tenant_id, directory, self.grants, self.entitlements, keys, clock, random)
        self.validator = TokenValidator(tenant_id, keys)
        self._tenant_id = tenant_id
        self._directory = directory
        self._clock = clock

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
        how: Redemption = PLAIN,
    ) -> str:
        """Return an authorization code for a user who has signed in; `entitlements.check` comes first.

        Args:
            how: what the request's ``claims`` say; the token request's own are added.
            several_resources: the request named others beside that of ``scopes``, so the token request must choose.

        Raises:
            AccountDisabled, UserNotAssigned.
        """
        self._directory.check_enabled(user)
        self._directory.check_assigned(application, user)
        sole = next(iter(application.redirect_uris), None)
        registered = application.redirect_uri(redirect_uri) if redirect_uri else sole
        return self.grants.remember_code(
            AuthorizationCode(
                application.client_id,
                user.object_id,
                scopes,
                sign_in,
                self._directory.sign_in_moment(user),
                redirect_uri,
                code_challenge,
                code_challenge_method,
                nonce,
                registered is not None and registered.kind == "spa",
                several_resources=several_resources,
                reply_address=registered.uri if registered is not None and not redirect_uri else None,
                capabilities=how.capabilities,
                id_token_claims=how.id_token_claims,
            )
        )

    def knows(self, text: str) -> bool:
        """Say whether a code, refresh token or device code was issued here, whatever became of it."""
        return self.grants.knows(text) or self.device_codes.knows(text)

    def owner(self, text: str) -> User | None:
        """Return whose code or refresh token it is, whatever became of it; None: nobody's."""
        user_id = self.grants.user_id(text)
        return self._directory.users.get(user_id) if user_id else None

    def redeem_code(
        self,
        application: Application,
        code: str,
        *,
        redirect_uri: str | None = None,
        code_verifier: str | None = None,
        origin: str | None = None,
        scopes: RequestedScopes | None = None,
        how: Redemption = PLAIN,
    ) -> IssuedTokens:
        """Give tokens for an authorization code.

        Args:
            scopes: the token request's own, when it had any; else those of the authorize request.
            how: what the token request says besides.

        Raises:
            What `Grants.redeem_code` raises; GrantRevoked (PasswordChangedSince), AccountDisabled, ConsentMissing.
        """
        granted = self.grants.redeem_code(
            code,
            application.client_id,
            redirect_uri=redirect_uri,
            code_verifier=code_verifier,
            origin=origin,
            names_resource=scopes is not None and scopes.resource is not None,
        )
        user = self._valid_user(application, granted.user_id, granted.sign_in, granted.issued_at)
        wanted = _narrowed(scopes, granted.scopes)
        return self.issuer.delegated(
            application,
            user,
            wanted,
            granted.sign_in,
            how.beside(granted.capabilities, granted.id_token_claims).by("page"),
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
        how: Redemption = PLAIN,
    ) -> IssuedTokens:
        """Give tokens for a refresh token; ``scopes`` may name another resource that was consented to.

        Raises:
            RefreshTokenInvalid, RefreshTokenExpired, CodeForOtherApplication, OriginMissing, OriginNotAllowed,
            GrantRevoked (PasswordChangedSince), AccountDisabled, ConsentMissing.
        """
        token = self.grants.refresh_token(refresh_token, application.client_id, origin)
        user = self._valid_user(
            application, token.user_id, token.sign_in, token.issued_at, single_page=token.single_page
        )
        wanted = _narrowed(scopes, token.scopes)
        return self.issuer.delegated(application, user, wanted, token.sign_in, how.by("refresh_token"), used=token)

    def password(
        self,
        application: Application,
        username: str,
        password: str,
        scopes: RequestedScopes,
        *,
        ip_address: str = "127.0.0.1",
        how: Redemption = PLAIN,
    ) -> IssuedTokens:
        """Give tokens for a user name and a password, where nothing more than a password is asked.

        Raises:
            What `Directory.check_password` raises; MfaRequired, MfaEnrolmentRequired, UserNotAssigned, ConsentMissing.
        """
        user = self._directory.check_password(username, password, application)
        self._directory.check_assigned(application, user)
        sign_in = self.issuer.new_sign_in(user, ("pwd",), ip_address)
        return self.issuer.delegated(application, user, scopes, sign_in, how.by("password"))

    def redeem_device_code(
        self, application: Application, device_code: str, *, how: Redemption = PLAIN
    ) -> IssuedTokens:
        """Give tokens to a device whose code somebody has approved.

        Raises:
            What `DeviceCodes.poll` raises; GrantRevoked (PasswordChangedSince), AccountDisabled, ConsentMissing.
        """
        user_id, sign_in, scopes = self.device_codes.poll(device_code, application.client_id)
        user = self._valid_user(application, user_id, sign_in, sign_in.at)
        return self.issuer.delegated(application, user, scopes, sign_in, how.by("device_code"))

    def on_behalf_of(
        self, application: Application, assertion: str, scopes: RequestedScopes, *, how: Redemption = PLAIN
    ) -> IssuedTokens:
        """Give an API tokens for the user whose token it was called with.

        Raises:
            What `read_user_assertion` and `SignInRules.check` raise; GrantRevoked, AccountDisabled, ConsentMissing.
        """
        caller = read_user_assertion(assertion, application, self._tenant_id, self.validator, self._clock.time())
        user = self._valid_user(application, caller.user_id, caller.sign_in, caller.issued_at)
        return self.issuer.delegated(application, user, scopes, caller.sign_in, how.by("on_behalf_of"))

    def client_credentials(
        self, application: Application, scopes: RequestedScopes, how: Redemption = PLAIN
    ) -> IssuedTokens:
        """Give an app-only token; the caller has checked the application's secret or assertion.

        Raises:
            ScopeMustBeDefault: anything else than one resource's `.default` was asked for.
            RoleNotAssigned.
        """
        if scopes.resource is None or not scopes.default or scopes.values or scopes.openid or len(scopes.words) != 1:
            raise ScopeMustBeDefault(scopes=scopes.text)
        return self.issuer.issue_for_application(application, scopes.resource, scopes.audience, how)

    def _valid_user(
        self, application: Application, user_id: str, sign_in: SignIn, issued_at: float, *, single_page: bool = False
    ) -> User:
        """Return the grant's user, unless they were deleted or disabled, or their sessions were ended since.

        A new password ends a public client's grants from the old one; its other grants, and those of confidential
        clients, stay valid.

        Source: learn.microsoft.com/entra/identity-platform/refresh-tokens (revocation).
        """
        user = self._directory.users.get(user_id)
        if user is None:
            raise RefreshTokenInvalid(application=application.client_id)
        self._directory.check_enabled(user)
        facts = {"application": application.client_id, "user": user.upn, "issued_at": f"{issued_at:.0f}"}
        if sign_in.at < user.tokens_valid_from:
            raise GrantRevoked(**facts, valid_from=f"{user.tokens_valid_from:.0f}")
        is_public = application.public or single_page
        if is_public and "pwd" in sign_in.amr and sign_in.at < user.password_changed_at:
            raise PasswordChangedSince(**facts, valid_from=f"{user.password_changed_at:.0f}")
        self._directory.check_assigned(application, user)
        return user


def _narrowed(wanted: RequestedScopes | None, original: RequestedScopes) -> RequestedScopes:
    """Return what a token request asks for: its own scopes, or those of the sign-in where it names no permission."""
    if wanted is None or not wanted.words:
        return original
    if wanted.resource is None and original.resource is not None:
        return replace(original, openid=wanted.openid | original.openid)
    return wanted
