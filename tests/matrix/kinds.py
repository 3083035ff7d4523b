"""The kinds of credential: how each is made, for each protocol."""

from collections.abc import Callable

from fakeserver.tenant.directory.applications import Application
from tests.matrix.table import PROTOCOLS, Kind, World
from tests.matrix.wire import Credential, base64_of

SCOPES = {
    "EWS": "EWS.AccessAsUser.All",
    "IMAP": "IMAP.AccessAsUser.All",
    "POP3": "POP.AccessAsUser.All",
    "SMTP": "SMTP.Send",
}
ROLES = {
    "EWS": "full_access_as_app",
    "IMAP": "IMAP.AccessAsApp",
    "POP3": "POP.AccessAsApp",
    "SMTP": "SMTP.SendAsApp",
}
#: what is presented everywhere but to Graph, which has tokens of its own (`graph_kinds.py`)
EVERYWHERE = tuple(protocol for protocol in PROTOCOLS if protocol != "Graph")
MAIL = ("EWS", "Autodiscover", "IMAP", "POP3", "SMTP")
#: where a mailbox is opened, with a permission of its own
DOORS = ("EWS", "IMAP", "POP3", "SMTP")
LINES = ("IMAP", "POP3", "SMTP")

KINDS: list[Kind] = []


def kind(
    name: str, title: str, protocols: tuple[str, ...] = MAIL
) -> Callable[[Callable[[World, str], Credential]], Kind]:
    """Make a function that makes a credential a kind of credential."""

    def make(function: Callable[[World, str], Credential]) -> Kind:
        made = Kind(name, title, function, protocols)
        KINDS.append(made)
        return made

    return make


def acting(world: World, token: str, protocol: str, address: str = "") -> Credential:
    """Return an app-only token as its protocol takes it: behind an impersonation on EWS."""
    wanted = address or world.address
    return Credential(
        wanted,
        token,
        impersonate=("PrimarySmtpAddress", wanted) if protocol == "EWS" else None,
        app=world.daemon_app,
    )


def _app(world: World, *roles: str, exchange: bool = True, access: bool = True) -> Application:
    """Register an application with roles of its own."""
    app = world.tenant.register_app("Rows", application=roles, exchange=exchange)
    if access:
        world.tenant.rights.add_mailbox_permission(world.alice, app)
        world.tenant.rights.add_mailbox_permission(world.alice, app, "SendAs")
    return app


# --- a user's ------------------------------------------------------------------------------------------------------


@kind("delegated", "a user's token", EVERYWHERE)
def DELEGATED(world: World, protocol: str) -> Credential:
    return Credential(
        world.address if protocol != "EWS" else "",
        None if protocol == "Token" else world.token,
        app=world.public_app,
        user=world.alice,
    )


@kind("other-user", "a token of another user", DOORS)
def OTHER_USER(world: World, protocol: str) -> Credential:
    return Credential(world.address, world.tenant.token(world.public_app, world.bob))


@kind("alias", "a user's token, for an alias of the mailbox", LINES)
def BY_ALIAS(world: World, protocol: str) -> Credential:
    world.tenant.people.add_alias(world.alice, "sales.desk")
    return Credential(f"sales.desk@{world.tenant.domain}", world.token)


@kind("no-such-mailbox", "a user's token, for a mailbox that is not there")
def FOR_NOBODY(world: World, protocol: str) -> Credential:
    return Credential(f"nobody@{world.tenant.domain}", world.token)


@kind("other-sender", "a user's token, sending as somebody else", ("SMTP",))
def OTHER_SENDER(world: World, protocol: str) -> Credential:
    return Credential(world.address, world.token, sender=world.bob.address)


@kind("unknown-sender", "a user's token, sending as an address that nobody has", ("SMTP",))
def UNKNOWN_SENDER(world: World, protocol: str) -> Credential:
    return Credential(world.address, world.token, sender=f"nobody@{world.tenant.domain}")


@kind("shared-mailbox", "a user's token, for a shared mailbox", DOORS)
def FOR_SHARED(world: World, protocol: str) -> Credential:
    return Credential(world.shared.address, world.token)


@kind("impersonating-user", "a user's token with ExchangeImpersonation", ("EWS",))
def IMPERSONATING_USER(world: World, protocol: str) -> Credential:
    return Credential(world.address, world.token, impersonate=("PrimarySmtpAddress", world.address))


@kind("wrong-scope", "a user's token without the protocol's scope", DOORS)
def WRONG_SCOPE(world: World, protocol: str) -> Credential:
    others = [scope for name, scope in SCOPES.items() if name != protocol]
    return Credential(
        "" if protocol == "EWS" else world.address, world.tenant.token(world.public_app, world.alice, *others)
    )


# --- an application's ----------------------------------------------------------------------------------------------


@kind("app-only", "an application's token", EVERYWHERE)
def APP_ONLY(world: World, protocol: str) -> Credential:
    if protocol == "Token":
        secret = world.daemon_app.client_secret or ""
        return Credential("", app=world.daemon_app, form=(("client_secret", secret),))
    return acting(world, world.app_token, protocol)


@kind("app-only-unnamed", "an application's token without ExchangeImpersonation", ("EWS",))
def APP_ONLY_UNNAMED(world: World, protocol: str) -> Credential:
    return Credential("", world.app_token)


@kind("app-only-wrong-role", "an application's token without the protocol's role", DOORS)
def WRONG_ROLE(world: World, protocol: str) -> Credential:
    app = _app(world, *(role for name, role in ROLES.items() if name != protocol))
    return acting(world, world.tenant.app_token(app), protocol)


@kind("app-only-no-role", "an application's token without any role")
def NO_ROLE(world: World, protocol: str) -> Credential:
    return acting(world, world.tenant.app_token(_app(world)), protocol)


@kind("app-only-unregistered", "an application that Exchange does not know", DOORS)
def UNREGISTERED(world: World, protocol: str) -> Credential:
    app = _app(world, *ROLES.values(), exchange=False)
    return acting(world, world.tenant.app_token(app), protocol)


@kind("app-only-wrong-object-id", "an application registered with the app registration's object id", DOORS)
def WRONG_OBJECT_ID(world: World, protocol: str) -> Credential:
    app = _app(world, *ROLES.values(), exchange=False)
    world.tenant.rights.register_in_exchange(app, object_id=app.object_id)
    return acting(world, world.tenant.app_token(app), protocol)


@kind("app-only-no-mailbox-permission", "an application without permission on the mailbox", DOORS)
def NO_MAILBOX_PERMISSION(world: World, protocol: str) -> Credential:
    app = _app(world, *ROLES.values(), access=False)
    return acting(world, world.tenant.app_token(app), protocol)


@kind("app-only-no-such-mailbox", "an application's token, for a mailbox that is not there", DOORS)
def APP_FOR_NOBODY(world: World, protocol: str) -> Credential:
    return acting(world, world.app_token, protocol, f"nobody@{world.tenant.domain}")


@kind("app-only-other-sender", "an application's token, sending as somebody else", ("SMTP",))
def APP_OTHER_SENDER(world: World, protocol: str) -> Credential:
    app = _app(world, ROLES["SMTP"])
    return Credential(world.address, world.tenant.app_token(app), sender=world.bob.address)


def _impersonating(name: str, element: str, value: Callable[[World], str], what: str) -> Kind:
    def make(world: World, protocol: str) -> Credential:
        return Credential(world.address, world.app_token, impersonate=(element, value(world)))

    return kind(name, f"an application's token, impersonating by {what}", ("EWS",))(make)


def _alias(world: World) -> str:
    world.tenant.people.add_alias(world.alice, "sales.desk")
    return f"sales.desk@{world.tenant.domain}"


BY_PRINCIPAL_NAME = _impersonating("as-principal-name", "PrincipalName", lambda world: world.alice.upn, "PrincipalName")
BY_SID = _impersonating("as-sid", "SID", lambda world: world.alice.sid, "SID")
BY_PRIMARY = _impersonating(
    "as-primary-address", "PrimarySmtpAddress", lambda world: world.address, "PrimarySmtpAddress"
)
BY_SMTP_ADDRESS = _impersonating("as-smtp-address", "SmtpAddress", lambda world: world.address, "SmtpAddress")
BY_SMTP_ALIAS = _impersonating("as-alias", "SmtpAddress", _alias, "SmtpAddress with an alias")
BY_PRIMARY_ALIAS = _impersonating(
    "as-alias-as-primary", "PrimarySmtpAddress", _alias, "PrimarySmtpAddress with an alias"
)
BY_EMPTY = _impersonating("as-nobody", "PrimarySmtpAddress", lambda world: "", "an empty PrimarySmtpAddress")
BY_UNKNOWN_NAME = _impersonating(
    "as-unknown-name", "PrincipalName", lambda world: f"nobody@{world.tenant.domain}", "an unknown PrincipalName"
)
BY_UNKNOWN_SID = _impersonating("as-unknown-sid", "SID", lambda world: "S-1-5-21-1-2-3-4", "an unknown SID")


@kind(
    "rbac",
    "an application without roles in its token, with roles assigned in Exchange",
    ("EWS", "IMAP", "POP3", "SMTP"),
)
def RBAC(world: World, protocol: str) -> Credential:
    return acting(world, world.tenant.app_token(world.rbac_app), protocol)


@kind("rbac-other-mailbox", "the same, for a mailbox outside of the scope", ("EWS", "SMTP"))
def RBAC_OUTSIDE(world: World, protocol: str) -> Credential:
    return acting(world, world.tenant.app_token(world.rbac_app), protocol, world.bob.address)


@kind("app-only-other-mailbox", "an application's token, for another mailbox", DOORS)
def APP_FOR_OTHER(world: World, protocol: str) -> Credential:
    return acting(world, world.app_token, protocol, world.bob.address)


# --- no token ------------------------------------------------------------------------------------------------------


@kind("nothing", "nothing")
def NOTHING(world: World, protocol: str) -> Credential:
    return Credential(world.address)


@kind("password", "user name and password", ("Token", "EWS", "Autodiscover", "IMAP", "POP3"))
def PASSWORD(world: World, protocol: str) -> Credential:
    return Credential(world.address, password=world.alice.password, app=world.public_app, user=world.alice)


@kind("password-by-plain", "user name and password by AUTH PLAIN", LINES)
def BY_PLAIN(world: World, protocol: str) -> Credential:
    return Credential(world.address, password=world.alice.password, mechanism="PLAIN")


@kind("password-by-login", "user name and password by AUTH LOGIN", ("SMTP",))
def BY_LOGIN(world: World, protocol: str) -> Credential:
    return Credential(world.address, password=world.alice.password, mechanism="LOGIN")


@kind("wrong-password", "user name and a wrong password", EVERYWHERE)
def WRONG_PASSWORD(world: World, protocol: str) -> Credential:
    return Credential(world.address, password="not-the-password", mechanism="", app=world.public_app, user=world.alice)


# --- SASL --------------------------------------------------------------------------------------------------------


@kind("one-line", "a user's token, on one line with the command", LINES)
def ONE_LINE(world: World, protocol: str) -> Credential:
    return Credential(world.address, world.token, one_line=True)


@kind("garbage-one-line", "a text that is no token, on one line with the command", ("IMAP", "SMTP"))
def GARBAGE_ONE_LINE(world: World, protocol: str) -> Credential:
    return Credential(world.address, "no.token.at-all", one_line=True)


def _response(name: str, title: str, text: str) -> Kind:
    def make(world: World, protocol: str) -> Credential:
        return Credential(world.address, world.token, response=text)

    return kind(name, title, LINES)(make)


NO_BASE64 = _response("no-base64", "a response that is no base64", "user=alice auth=Bearer")
NO_AUTH_FIELD = _response("no-auth-field", "a response without auth=", base64_of("user=alice@contoso.com\x01\x01"))
NO_USER_FIELD = _response("no-user-field", "a response without user=", base64_of("auth=Bearer x.y.z\x01\x01"))
CANCELLED = _response("cancelled", "the client gives up (`*`)", "*")


@kind("long-token", "a user's token of more than 4096 characters", LINES)
def LONG_TOKEN(world: World, protocol: str) -> Credential:
    return Credential(world.address, world.tenant.mint(user=world.alice, wids=["x" * 36] * 100))


# --- continuous access evaluation ----------------------------------------------------------------------------------


@kind("cp1", "a user's token of a client that declared cp1")
def CP1(world: World, protocol: str) -> Credential:
    token = world.tenant.mint(user=world.alice, xms_cc=["cp1"])
    return Credential("" if protocol == "EWS" else world.address, token)


@kind("login-for-shared", "`alice@contoso.com\\sales` and a password", ("IMAP", "POP3"))
def LOGIN_FOR_SHARED(world: World, protocol: str) -> Credential:
    return Credential(f"{world.address}\\{world.shared.address}", password=world.alice.password)


# --- EWS clients by their names ------------------------------------------------------------------------------------


def _agent(name: str, user_agent: str) -> Kind:
    def make(world: World, protocol: str) -> Credential:
        return Credential("", world.token, user_agent=user_agent)

    return kind(f"agent-{name}", f"`{user_agent}`" if user_agent else "no User-Agent", ("EWS",))(make)


AGENTS = {
    "exchangelib": _agent("exchangelib", "exchangelib/5.6.0 (python-requests/2.32.0)"),
    "contoso": _agent("contoso", "Contoso Mail Sync/7"),
    "outlook": _agent("outlook", "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)"),
    "mac-outlook": _agent("mac-outlook", "MacOutlook/16.89.24090815 (Intel Mac OS X 14.6)"),
    "entourage": _agent("entourage", "Entourage/13.3.0 (Mac OS X 10.6)"),
    "nameless": _agent("nameless", ""),
}
