"""The kinds of credential, continued: tokens that are wrong."""

from fakeserver.tenant.tokens.keys import SigningKey
from tests.matrix.kinds import DOORS, acting, kind
from tests.matrix.table import World
from tests.matrix.wire import Credential


@kind("garbage", "a text that is no token")
def GARBAGE(world: World, protocol: str) -> Credential:
    return Credential(world.address, "no.token.at-all")


@kind("expired", "an expired token")
def EXPIRED(world: World, protocol: str) -> Credential:
    return Credential(world.address, world.tenant.mint(user=world.alice, exp=int(world.tenant.clock.time()) - 1))


@kind("expired-app-only", "an application's expired token", DOORS)
def EXPIRED_APP_ONLY(world: World, protocol: str) -> Credential:
    return acting(world, world.tenant.mint(exp=int(world.tenant.clock.time()) - 1), protocol)


@kind("not-yet-valid", "a token of the future")
def NOT_YET_VALID(world: World, protocol: str) -> Credential:
    return Credential(world.address, world.tenant.mint(user=world.alice, nbf=int(world.tenant.clock.time()) + 3600))


@kind("changed", "a token changed after signing")
def CHANGED(world: World, protocol: str) -> Credential:
    kid = world.tenant.keys.current.kid
    return Credential(
        world.address, world.tenant.mint(user=world.alice, key=SigningKey.generate(), header={"kid": kid})
    )


@kind("unsigned", "an unsigned token (alg none)")
def UNSIGNED(world: World, protocol: str) -> Credential:
    return Credential(world.address, world.tenant.mint(user=world.alice, key=None))


@kind("unknown-key", "a token signed by somebody else's key")
def UNKNOWN_KEY(world: World, protocol: str) -> Credential:
    return Credential(world.address, world.tenant.mint(user=world.alice, header={"kid": "somebody-elses"}))


@kind("graph", "a token for Microsoft Graph")
def GRAPH(world: World, protocol: str) -> Credential:
    return Credential(
        world.address,
        world.tenant.mint(user=world.alice, aud="https://graph.microsoft.com", scopes=["Mail.ReadWrite", "Mail.Send"]),
    )


@kind("graph-app-only", "an application's token for Microsoft Graph", DOORS)
def GRAPH_APP_ONLY(world: World, protocol: str) -> Credential:
    return acting(world, world.tenant.mint(aud="https://graph.microsoft.com"), protocol)


@kind("wrong-issuer", "a token with the v2.0 issuer")
def WRONG_ISSUER(world: World, protocol: str) -> Credential:
    issuer = f"https://login.microsoftonline.com/{world.tenant.tenant_id}/v2.0"
    return Credential(world.address, world.tenant.mint(user=world.alice, iss=issuer))


@kind("contradictory", "a token with scopes and roles")
def CONTRADICTORY(world: World, protocol: str) -> Credential:
    return Credential(world.address, world.tenant.mint(user=world.alice, roles=["full_access_as_app"]))


@kind("unknown-tenant", "a token of a tenant that does not exist")
def UNKNOWN_TENANT(world: World, protocol: str) -> Credential:
    return Credential(world.address, world.tenant.mint(user=world.alice, tid="11111111-2222-3333-4444-555555555555"))


@kind("no-permission", "a user's token without any permission")
def NO_PERMISSION(world: World, protocol: str) -> Credential:
    return Credential(world.address, world.tenant.mint(user=world.alice, scp=None))


@kind("cut", "a token that was cut off")
def CUT(world: World, protocol: str) -> Credential:
    return Credential(world.address, world.token[:400])


@kind("id-token", "an id_token in the place of the access token")
def ID_TOKEN(world: World, protocol: str) -> Credential:
    return Credential(
        world.address, world.tenant.mint(user=world.alice, aud=world.public_app.client_id, ver="2.0", scp=None)
    )


@kind("deleted-user", "a token of a user deleted since")
def DELETED_USER(world: World, protocol: str) -> Credential:
    token = world.tenant.token(world.public_app, world.bob)
    world.tenant.people.remove_user(world.bob)
    return Credential(world.address, token)
