"""What a token request says besides its grant, and what it yields."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from fakeserver.tenant.switches.conditional_access import Way

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
    #: what the access token permits: scopes or roles, without the resource
    permissions: frozenset[str] = frozenset()
    #: the user's sign-in name; empty in an app-only token
    user: str = ""
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
    #: how the application proved itself (`appidacr`): "0" not at all, "1" secret, "2" certificate; None: as one of its
    #: registration does
    proof: str | None = None
    #: the client's, from the ``claims`` parameter: ``cp1`` for continuous access evaluation
    capabilities: Sequence[str] = ()
    #: names of the claims that the ``claims`` parameter wants in the id_token
    id_token_claims: Sequence[str] = ()
    #: the token service's, where id_tokens name it as their issuer (the switch `own_issuer`); else empty
    own_address: str = ""
    #: how the user signed in, for the sign-in rules; None: by a test, which no rule applies to
    way: Way | None = None

    def beside(self, capabilities: Sequence[str], id_token_claims: Sequence[str]) -> "Redemption":
        """Return the same with what the client's authorize request asked for added."""
        return replace(
            self,
            capabilities=tuple(dict.fromkeys((*self.capabilities, *capabilities))),
            id_token_claims=tuple(dict.fromkeys((*self.id_token_claims, *id_token_claims))),
        )

    def by(self, way: Way) -> "Redemption":
        """Return the same with the way in which the user signed in."""
        return replace(self, way=way)


#: A v2.0 request with nothing besides its grant.
PLAIN = Redemption()
