"""The verdicts on good tokens, of all tenants, so that a token seen before costs no signature check."""

from fakeserver.jws import ParsedToken
from fakeserver.tenant.tokens.parsing import parse
from fakeserver.tenant.tokens.validate import Claims, TokenValidator, check_resource, check_time

#: Tokens that are remembered; a few kB each.
MAX_TOKENS = 4096


class Verdicts:
    """What was found in tokens that were let in. The oldest is forgotten where there are too many."""

    def __init__(self, limit: int = MAX_TOKENS) -> None:
        self._limit = limit
        self._kept: dict[str, Claims] = {}

    def read(self, token: str) -> Claims | ParsedToken:
        """Return the claims of a token that was kept, else the token taken apart; both say whose tenant it names.

        Raises:
            TokenMalformed.
        """
        kept = self._kept.get(token)
        return parse(token) if kept is None else kept

    def claims(
        self, token: str, seen: Claims | ParsedToken, validator: TokenValidator, now: float, resource: str
    ) -> Claims:
        """Return the claims of a good token.

        Args:
            seen: what `read` returned.
            validator: of the tenant that the token names.
            now: seconds since the epoch.
            resource: the app id of what the token must be for.

        Raises:
            TokenRefused: one of its kinds.
        """
        if isinstance(seen, Claims) and seen.keys_generation != validator.keys_generation:
            seen = parse(token)
        claims = seen if isinstance(seen, Claims) else validator.check(seen, resource)
        check_resource(claims, resource)
        check_time(claims, now)
        return claims

    def keep(self, token: str, claims: Claims) -> None:
        """Remember a token that was let in; refused ones are never kept, or they could fill the memory."""
        if self._kept.get(token) is claims:
            return
        if len(self._kept) >= self._limit:
            del self._kept[next(iter(self._kept))]
        self._kept[token] = claims

    def forget(self, tenant_id: str) -> None:
        """Forget a tenant's tokens; a test does it in its own thread, while the server may keep others."""
        kept = self._kept.copy()
        self._kept = {token: claims for token, claims in kept.items() if claims.tenant_id != tenant_id}

    def __len__(self) -> int:
        return len(self._kept)
