"""The kinds of credential that Microsoft Graph is shown."""

from collections.abc import Callable

from fakeserver.tenant.tokens.keys import SigningKey
from tests.matrix.kinds import kind
from tests.matrix.table import Kind, World
from tests.matrix.wire import Credential

RESOURCE = "https://graph.microsoft.com"
COMPACT_EXPIRED = "CompactToken validation failed with reason code: 80049228."
COMPACT_GARBAGE = "CompactToken parsing failed with error code: 80049217"
_GRAPH = ("Graph",)


def _of_user(world: World, *scopes: str) -> str:
    return world.tenant.token(world.graph_app, world.alice, *(f"{RESOURCE}/{scope}" for scope in scopes))


def _minted(world: World, **claims: object) -> str:
    wanted = {"aud": RESOURCE, "scopes": ["Mail.Read"]} | claims
    return world.tenant.mint(user=world.alice, app=world.graph_app, **wanted)  # type: ignore[arg-type]


def _me(world: World, *scopes: str) -> Credential:
    return Credential("", _of_user(world, *scopes))


def _bobs(world: World, *scopes: str) -> Credential:
    return Credential(world.bob.upn, _of_user(world, *scopes))


def _app(world: World, *roles: str) -> Credential:
    app = world.tenant.register_app("Rows", application=[f"{RESOURCE}/{role}" for role in roles])
    return Credential(world.alice.upn, world.tenant.app_token(app, f"{RESOURCE}/.default"))


def _wrong(world: World, **claims: object) -> Credential:
    return Credential("", _minted(world, **claims))


def _kind(name: str, title: str, make: Callable[[World], Credential]) -> Kind:
    return kind(f"graph-{name}", title, _GRAPH)(lambda world, _protocol: make(world))


USER = _kind("user", "a user's token", lambda w: _me(w, "Mail.Read"))
BASIC_ONLY = _kind("basic", "a user's token for Mail.ReadBasic", lambda w: _me(w, "Mail.ReadBasic"))
CP1 = _kind("cp1", "a user's token whose client understands claims challenges", lambda w: Credential("", w.cp1_token))
OTHERS_MAILBOX = _kind(
    "others", "a user's token for Mail.Read.Shared, in bob's mailbox", lambda w: _bobs(w, "Mail.Read.Shared")
)
OTHERS_WITHOUT_SHARED = _kind(
    "others-not-shared", "a user's token for Mail.Read, in bob's mailbox", lambda w: _bobs(w, "Mail.Read")
)
WRONG_SCOPE = _kind("wrong-scope", "a user's token for Mail.Send alone", lambda w: _me(w, "Mail.Send"))
NO_SCOPE = _kind("no-scope", "a user's token without any permission", lambda w: _wrong(w, scp=None))
NOBODY_OF_THAT_NAME = _kind(
    "no-such-user",
    "a user's token, for somebody who is not there",
    lambda w: Credential(f"nobody@{w.tenant.domain}", _of_user(w, "Mail.Read.Shared")),
)
DAEMON = _kind("daemon", "an application's token with Mail.Read", lambda w: Credential(w.alice.upn, w.graph_app_token))
DAEMON_AS_ME = _kind("daemon-me", "the same, asking for /me", lambda w: Credential("", w.graph_app_token))
DAEMON_ELSEWHERE = _kind(
    "daemon-other", "the same, in bob's mailbox", lambda w: Credential(w.bob.upn, w.graph_app_token)
)
WRONG_ROLE = _kind("wrong-role", "an application's token with Mail.Send alone", lambda w: _app(w, "Mail.Send"))
NO_ROLE = _kind("no-role", "an application's token without any role", _app)
RBAC = _kind("rbac", "an application with a role of Exchange's", lambda w: Credential(w.alice.upn, w.rbac_graph_token))
RBAC_ELSEWHERE = _kind(
    "rbac-other", "the same, outside of its scope", lambda w: Credential(w.bob.upn, w.rbac_graph_token)
)
NOTHING = _kind("nothing", "nothing", lambda w: Credential(""))
PASSWORD = _kind("password", "user name and password", lambda w: Credential(w.address, password=w.alice.password))
FOR_EXCHANGE = _kind("for-exchange", "a token for Exchange Online", lambda w: Credential("", w.token))
GARBAGE = _kind("garbage", "a text that is no token", lambda w: Credential("", "no.token.at-all"))
EXPIRED = _kind("expired", "an expired token", lambda w: _wrong(w, exp=int(w.tenant.clock.time()) - 1))
NOT_YET_VALID = _kind(
    "not-yet-valid", "a token of the future", lambda w: _wrong(w, nbf=int(w.tenant.clock.time()) + 3600)
)
CHANGED = _kind(
    "changed",
    "a token changed after signing",
    lambda w: _wrong(w, key=SigningKey.generate(), header={"kid": w.tenant.keys.current.kid}),
)
UNSIGNED = _kind("unsigned", "an unsigned token (alg none)", lambda w: _wrong(w, key=None))
WRONG_ISSUER = _kind(
    "wrong-issuer",
    "a token with the v2.0 issuer",
    lambda w: _wrong(w, iss=f"https://login.microsoftonline.com/{w.tenant.tenant_id}/v2.0"),
)


def _deleted_user(world: World) -> Credential:
    token = world.tenant.token(world.graph_app, world.bob, f"{RESOURCE}/Mail.Read")
    world.tenant.people.remove_user(world.bob)
    return Credential("", token)


DELETED_USER = _kind("deleted-user", "a token of a user deleted since", _deleted_user)
