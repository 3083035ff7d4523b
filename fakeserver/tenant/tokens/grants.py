"""What an application redeems for tokens: authorization codes and refresh tokens, as the token service remembers them.

The texts are opaque to the application; the facts stay here.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Generic, TypeVar

from fakeserver.jws import base64url
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.permissions import RequestedScopes
from fakeserver.tenant.identifiers import new_opaque
from fakeserver.tenant.refusals import (
    CodeAlreadyRedeemed,
    CodeExpired,
    CodeForOtherApplication,
    CodeInvalid,
    GrantMalformed,
    OriginMissing,
    OriginNotAllowed,
    RefreshTokenExpired,
    RefreshTokenInvalid,
    ReplyAddressDiffers,
    ReplyAddressMissing,
    ScopeEmpty,
    SpaRefreshTokenExpired,
    SpaVerifierMissing,
    VerifierWrong,
)
from fakeserver.tenant.tokens.claims import SignIn

#: Seconds. Ten minutes, as RFC 6749 section 4.1.2 advises and Microsoft says of its codes.
CODE_LIFETIME = 600
#: Seconds unused. learn.microsoft.com/entra/identity-platform/refresh-tokens
REFRESH_TOKEN_LIFETIME = 90 * 24 * 3600
#: Seconds after the sign-in, however often they are used: refresh tokens of single-page apps.
SPA_REFRESH_TOKEN_LIFETIME = 24 * 3600
#: How long an expired or redeemed grant is remembered, so that its refusal can name the reason.
_REMEMBERED = 24 * 3600
#: Octets of a grant's last part, written in base64url; a text that is shorter has been cut off.
_CODE_OCTETS, _REFRESH_TOKEN_OCTETS = 240, 480
_CODE, _REFRESH_TOKEN = (
    re.compile(rf"[01]\.[\w-]{{40,}}\.[\w-]{{{octets * 4 // 3},}}", re.ASCII)
    for octets in (_CODE_OCTETS, _REFRESH_TOKEN_OCTETS)
)
#: The number of grants at which those long expired are removed for the first time.
_SWEEP_ABOVE = 1000


@dataclass
class AuthorizationCode:
    """One code from the authorize endpoint."""

    client_id: str
    user_id: str
    scopes: RequestedScopes
    sign_in: SignIn
    issued_at: float
    #: as the authorize request gave it; None when it gave none
    redirect_uri: str | None = None
    #: under ``plain`` it is the verifier itself
    code_challenge: str | None = field(default=None, repr=False)
    #: ``S256`` or ``plain``
    code_challenge_method: str = "plain"
    nonce: str | None = None
    #: whether the redirect URI is of kind "spa"
    single_page: bool = False
    redeemed: bool = False
    #: whether the authorize request named several resources; the token request then must name one
    several_resources: bool = False
    #: the application's only one, where the authorize request gave none
    reply_address: str | None = None
    #: what the authorize request's ``claims`` said, as in `Redemption`.
    #: Assumption: it counts for the code as well; msal says it again when it redeems one.
    capabilities: Sequence[str] = ()
    id_token_claims: Sequence[str] = ()

    @property
    def expires_at(self) -> float:
        """Seconds since the epoch."""
        return self.issued_at + CODE_LIFETIME


@dataclass(frozen=True)
class RefreshToken:
    """One refresh token; using it makes another and leaves this one good, as Entra ID does."""

    client_id: str
    user_id: str
    #: what was asked for first, taken up again when a request names nothing
    scopes: RequestedScopes
    sign_in: SignIn
    issued_at: float
    single_page: bool = False
    #: seconds since the epoch, where a single-page app's chain of refresh tokens ends; None for the first of a chain
    fixed_end: float | None = None

    @property
    def expires_at(self) -> float:
        """Seconds since the epoch."""
        if self.fixed_end is not None:
            return self.fixed_end
        return self.issued_at + (SPA_REFRESH_TOKEN_LIFETIME if self.single_page else REFRESH_TOKEN_LIFETIME)


Grant = TypeVar("Grant", AuthorizationCode, RefreshToken)


class Remembered(Generic[Grant]):
    """Grants of one kind, by their texts; those long expired are removed each time that the number has doubled."""

    def __init__(self) -> None:
        self._grants: dict[str, Grant] = {}
        self._sweep_at = _SWEEP_ABOVE

    def keep(self, text: str, grant: Grant, now: float) -> None:
        """Remember a grant; ``now`` in seconds since the epoch."""
        if len(self._grants) >= self._sweep_at:
            horizon = now - _REMEMBERED
            self._grants = {text: kept for text, kept in self._grants.items() if kept.expires_at > horizon}
            self._sweep_at = 2 * max(len(self._grants), _SWEEP_ABOVE)
        self._grants[text] = grant

    def get(self, text: str) -> Grant | None:
        """Return the grant with this text, expired or not."""
        return self._grants.get(text)

    def __len__(self) -> int:
        return len(self._grants)


@dataclass
class Grants:
    """The codes and refresh tokens of one tenant."""

    clock: Clock
    random: Random
    _codes: Remembered[AuthorizationCode] = field(default_factory=Remembered, repr=False)
    _refresh_tokens: Remembered[RefreshToken] = field(default_factory=Remembered, repr=False)

    def remember_code(self, code: AuthorizationCode) -> str:
        """Keep a code and return its text."""
        text = f"1.{new_opaque(self.random, 48)}.{new_opaque(self.random, _CODE_OCTETS)}"
        self._codes.keep(text, code, self.clock.time())
        return text

    def knows(self, text: str) -> bool:
        """Say whether a code or a refresh token was issued here, whatever became of it."""
        return self._codes.get(text) is not None or self._refresh_tokens.get(text) is not None

    def user_id(self, text: str) -> str:
        """Return whose code or refresh token it is, whatever became of it; empty: nobody's."""
        found = self._codes.get(text) or self._refresh_tokens.get(text)
        return "" if found is None else found.user_id

    def redeem_code(
        self,
        text: str,
        client_id: str,
        *,
        redirect_uri: str | None = None,
        code_verifier: str | None = None,
        origin: str | None = None,
        names_resource: bool = False,
    ) -> AuthorizationCode:
        """Take a code; it works once.

        Args:
            names_resource: whether the token request's scopes name the resource that they are for.
            origin: the request's Origin header, which a browser sends from a single-page app.

        Raises:
            GrantMalformed, CodeInvalid, CodeForOtherApplication, CodeAlreadyRedeemed, CodeExpired, ReplyAddressMissing,
            ReplyAddressDiffers, VerifierWrong, OriginMissing, OriginNotAllowed, SpaVerifierMissing.
        """
        code = self._codes.get(text)
        if code is None:
            raise (CodeInvalid if _CODE.fullmatch(text) else GrantMalformed)(application=client_id)
        if code.client_id != client_id:
            raise CodeForOtherApplication(application=client_id, issued_to=code.client_id)
        if code.redeemed:
            raise CodeAlreadyRedeemed(application=client_id)
        if self.clock.time() >= code.expires_at:
            raise CodeExpired(application=client_id, expired_at=f"{code.expires_at:.0f}")
        if code.redirect_uri is not None and not redirect_uri:
            raise ReplyAddressMissing(application=client_id)
        expected = code.redirect_uri or code.reply_address
        if redirect_uri and expected is not None and redirect_uri != expected:
            raise ReplyAddressDiffers(application=client_id, redirect_uri=redirect_uri, requested_with=expected)
        _check_origin(code, origin)
        if code.single_page and code.code_challenge is None:
            raise SpaVerifierMissing(application=client_id)
        _check_verifier(code, code_verifier)
        if code.several_resources and not names_resource:
            raise ScopeEmpty()
        code.redeemed = True
        return code

    def remember_refresh_token(self, token: RefreshToken, used: RefreshToken | None = None) -> str:
        """Keep a new refresh token and return its text.

        Args:
            used: the one that was redeemed to get it; a single-page app's end does not move.
        """
        if used is not None and used.single_page:
            token = replace(token, single_page=True, fixed_end=used.expires_at)
        text = f"1.{new_opaque(self.random, 48)}.{new_opaque(self.random, _REFRESH_TOKEN_OCTETS)}"
        self._refresh_tokens.keep(text, token, self.clock.time())
        return text

    def refresh_token(self, text: str, client_id: str, origin: str | None = None) -> RefreshToken:
        """Return what stands behind a refresh token of this application.

        Args:
            origin: the request's Origin header, which a browser sends from a single-page app.

        Raises:
            GrantMalformed, RefreshTokenInvalid, CodeForOtherApplication, OriginMissing, OriginNotAllowed,
            RefreshTokenExpired, SpaRefreshTokenExpired.
        """
        token = self._refresh_tokens.get(text)
        if token is None:
            raise (RefreshTokenInvalid if _REFRESH_TOKEN.fullmatch(text) else GrantMalformed)(application=client_id)
        if token.client_id != client_id:
            raise CodeForOtherApplication(application=client_id, issued_to=token.client_id)
        _check_origin(token, origin)
        now = self.clock.time()
        if now >= token.expires_at:
            kind = SpaRefreshTokenExpired if token.single_page else RefreshTokenExpired
            raise kind(
                application=client_id,
                issued_at=f"{token.issued_at:.0f}",
                inactive_for=f"{token.expires_at - token.issued_at:.0f}",
            )
        return token


def _check_origin(grant: AuthorizationCode | RefreshToken, origin: str | None) -> None:
    """A single-page app's grants are redeemed by its script in the browser, and by nobody else."""
    if grant.single_page and not origin:
        raise OriginMissing(application=grant.client_id)
    if origin and not grant.single_page:
        raise OriginNotAllowed(application=grant.client_id, origin=origin)


def _check_verifier(code: AuthorizationCode, verifier: str | None) -> None:
    """Compare with the challenge (RFC 7636 section 4.6); without a challenge a verifier is not looked at."""
    if code.code_challenge is None:
        return
    given = verifier or ""
    if code.code_challenge_method == "S256":
        given = base64url(hashlib.sha256(given.encode("utf-8", "surrogatepass")).digest())
    sent, expected = given.encode("utf-8", "surrogatepass"), code.code_challenge.encode("utf-8", "surrogatepass")
    if not verifier or not hmac.compare_digest(sent, expected):
        raise VerifierWrong(application=code.client_id)
