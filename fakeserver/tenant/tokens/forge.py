"""Access tokens made for tests, valid or wrong, without a sign-in.

How to make wrong ones; ``kid`` is ``tenant.keys.current.kid``, ``mine`` is ``SigningKey.generate()``::

    # claims
    tenant.mint(user=alice, exp=now - 1)                          # expired
    tenant.mint(user=alice, nbf=now + 3600)                       # not valid yet; 300 s ahead still are
    tenant.mint(user=alice, aud="https://graph.microsoft.com")    # for another resource
    tenant.mint(user=alice, iss="https://sts.windows.net/.../")   # of another issuer
    tenant.mint(user=alice, tid=other.tenant_id)                  # of another tenant
    tenant.mint(user=alice, scopes=["SMTP.Send"])                 # a scope is missing
    tenant.mint(user=alice, scopes=[])                            # no permission at all
    tenant.mint(user=alice, roles=["full_access_as_app"])         # roles in a user's token
    tenant.mint(scp="EWS.AccessAsUser.All")                       # scopes in an app-only token
    tenant.mint(upn=alice.upn)                                    # a user in an app-only token
    tenant.mint(user=alice, aud=app.client_id, ver="2.0", scp=None)   # an id_token's claims
    tenant.mint(user=alice, xms_cc=["cp1"]); tenant.revoke(alice)     # revoked before it expires
    # algorithm and key
    tenant.mint(user=alice, key=None)                             # alg none, unsigned
    tenant.mint(user=alice, key=tenant.keys.current.public_pem, header={"kid": kid})   # HS256, public key
    tenant.mint(user=alice, key=mine)                             # unknown kid
    tenant.mint(user=alice, key=mine, header={"kid": kid})        # forged: the right kid, another key
    tenant.mint(user=alice, header={"kid": "../../etc/passwd"})   # a kid that points elsewhere
    tenant.mint(user=alice, key=mine, header={"jku": "https://evil.example/keys"})   # and x5u, alike
    tenant.mint(user=alice, key=mine, header={"kid": kid, "jwk": mine.jwk})          # its key inside
    # signature
    head, _, signature = tenant.mint(user=alice).rpartition(".")
    f"{head}."; f"{head}.{signature[:-2]}"                        # stripped; truncated by an octet
    # form
    tenant.mint(user=alice, raw=lambda claims: b'{"aud":"https://outlook.office365.com",' + claims[1:])
    #                                                             # a JSON member that stands twice
    tenant.mint(user=alice, raw=lambda _: good.encode(), header={"cty": "JWT"})   # a token in a token
    tenant.mint(user=alice, filling="x" * 100_000)                # very long
"""

from collections.abc import Callable, Mapping
from typing import Any

from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.permissions import EXCHANGE_ADDRESS, MAIL_ROLES, MAIL_SCOPES
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.identifiers import new_opaque
from fakeserver.tenant.tokens.claims import application_claims, delegated_claims
from fakeserver.tenant.tokens.issued import APPLICATION_EXPIRES_IN
from fakeserver.tenant.tokens.issuing import Issuer
from fakeserver.tenant.tokens.keys import SigningKey
from fakeserver.tenant.tokens.mint import encode

#: Seconds; the average of what the token service draws for users.
DELEGATED_LIFETIME = 4500


#: what is no claim of Entra ID's, and the argument that is meant
_MISSPELT = {"scope": "scopes", "role": "roles", "application": "app", "client": "app", "headers": "header"}


def forged(
    issuer: Issuer,
    now: int,
    application: Application,
    user: User | None,
    *,
    scopes: tuple[str, ...] | None,
    roles: tuple[str, ...] | None,
    overrides: Mapping[str, Any],
    header: Mapping[str, Any] | None,
    key: SigningKey | bytes | None,
    raw: Callable[[bytes], bytes] | None,
) -> str:
    """Return an access token; the arguments are those of `Tenant.mint`, resolved.

    Raises:
        TypeError: a claim is named as an argument nearly is, so that the token would have what nobody asked for.
    """
    for name in overrides.keys() & _MISSPELT.keys():
        raise TypeError(f"mint takes no {name!r}: a token has no claim of this name; did you mean {_MISSPELT[name]!r}?")
    wanted = claims(issuer, now, application, user, scopes=scopes, roles=roles) | dict(overrides)
    given = {name: value for name, value in wanted.items() if value is not None}
    return encode(given, key, header, nonce=new_opaque(issuer.random, 32), raw=raw)


def key_of(key: SigningKey | bytes | str | None, current: SigningKey) -> SigningKey | bytes | None:
    """Return the key that `Tenant.mint` was given, ``"current"`` being the tenant's.

    Raises:
        TypeError: it is another text: a test of a forged token would pass with a right one.
    """
    if not isinstance(key, str):
        return key
    if key != "current":
        raise TypeError("a key is given as octets or as a SigningKey")
    return current


def claims(
    issuer: Issuer,
    now: int,
    application: Application,
    user: User | None,
    *,
    scopes: tuple[str, ...] | None = None,
    roles: tuple[str, ...] | None = None,
) -> dict[str, Any]:
    """Return the claims of an access token for Exchange Online, without looking at consent.

    Args:
        now: seconds since the epoch.
        user: None makes an app-only token.
        scopes: short names; None: all of the mail scopes. In an app-only token they are a claim too many; none at all
            are no roles either, unless these are named: whoever writes ``mint(scopes=[])`` wants no permission.
        roles: None: all of the mail roles. In a user's token they are a claim too many.
    """
    if user is None:
        if roles is None:
            roles = () if scopes == () else MAIL_ROLES
        made = application_claims(
            tenant_id=issuer.tenant_id,
            audience=EXCHANGE_ADDRESS,
            application=application,
            roles=roles,
            issued_at=now,
            expires_at=now + APPLICATION_EXPIRES_IN + 1,
            application_proof="1",
            random=issuer.random,
        )
        return made | {"scp": " ".join(scopes)} if scopes else made
    made = delegated_claims(
        tenant_id=issuer.tenant_id,
        audience=EXCHANGE_ADDRESS,
        application=application,
        user=user,
        scopes=MAIL_SCOPES if scopes is None else scopes,
        sign_in=issuer.new_sign_in(user),
        issued_at=now,
        expires_at=now + DELEGATED_LIFETIME,
        application_proof="0" if application.public else "1",
        random=issuer.random,
    )
    if scopes == ():
        del made["scp"]
    return made | {"roles": list(roles)} if roles else made
