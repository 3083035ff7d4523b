"""While connected: what happens to a connection that is open already, at its next command."""

from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.matrix import kinds
from tests.matrix.outcomes import Autodiscover, Ews, Http, Imap, Outcome, Pop3, Smtp, Token, no_token
from tests.matrix.table import Circumstance, Family, Kind, Line, line


def two_hours_later(tenant: Tenant) -> None:
    tenant.clock.advance(2 * 60 * 60)


def ten_minutes_later(tenant: Tenant) -> None:
    tenant.clock.advance(10 * 60)


def revoked(tenant: Tenant, alice: User) -> None:
    tenant.revoke(alice)


def password_reset(tenant: Tenant, alice: User) -> None:
    tenant.reset_password(alice)


def disabled(alice: User) -> None:
    alice.enabled = False


def secrets_removed(daemon_app: Application) -> None:
    daemon_app.secrets.clear()


def new_secret(tenant: Tenant, daemon_app: Application) -> None:
    tenant.add_secret(daemon_app)


def permission_withdrawn(tenant: Tenant, daemon_app: Application) -> None:
    tenant.remove_mailbox_permission("*", daemon_app)
    tenant.remove_mailbox_permission("*", daemon_app, "SendAs")


def everything_off(alice: User) -> None:
    alice.imap = alice.pop = alice.ews = alice.smtp_auth = False


def user_removed(tenant: Tenant, alice: User) -> None:
    tenant.remove_user(alice)


_STAYS: dict[str, Outcome] = {
    "Token": Token.IN("T", "AZREC"),
    "EWS": Ews.IN("D", "E-LIFE"),
    "Autodiscover": Autodiscover.IN("D", "E-LIFE"),
    "IMAP": Imap.STAYS("I", "E-LIFE"),
    "POP3": Pop3.STAYS("U", "no record"),
    "SMTP": Smtp.STAYS("U", "no record"),
}
_REVOKED = no_token(
    400,
    "invalid_grant/bad_token",
    50173,
    "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed "
    "or reset their password. The grant was issued on '<any>' and the TokensValidFrom date (before which tokens are "
    "not valid) for this user is '<any>'.",
)
_WRONG_SECRET = no_token(
    401,
    "invalid_client",
    7000215,
    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the "
    "client secret ID, for a secret added to app '<guid>'.",
)


def stays(kind: Kind, **but: Outcome | None) -> Line:
    """Return a line in which every open connection goes on but for what is named."""
    cells = {protocol: _STAYS[protocol] for protocol in kind.protocols} | but
    return line(kind, **{protocol: outcome for protocol, outcome in cells.items() if outcome is not None})


def _expired(kind: Kind, token: Outcome | None) -> Line:
    return stays(
        kind,
        EWS=Http.EXPIRED("D", "EWSINS"),
        Autodiscover=Http.EXPIRED("I", "EWSINS"),
        IMAP=Imap.EXPIRED("T", "aioimaplib"),
        POP3=Pop3.EXPIRED("U", "no record"),
        SMTP=Smtp.ENDED("U", "no record"),
        Token=token,
    )


FAMILY = Family(
    "While connected",
    "The connection is open and was used once; then something changes, and this is its next command (on Token: the "
    "next grant, by refresh token where there is one).",
    (
        Circumstance(
            "later",
            "Ten minutes pass",
            ten_minutes_later,
            (stays(kinds.DELEGATED), stays(kinds.APP_ONLY)),
            when="connected",
        ),
        Circumstance(
            "expires",
            "The token expires",
            two_hours_later,
            (
                # Another token is another connection's affair.
                _expired(kinds.DELEGATED, Token.IN("T", "AZREC")),
                _expired(kinds.APP_ONLY, Token.IN("T", "AZREC")),
            ),
            when="connected",
        ),
        Circumstance(
            "revoked",
            "The user's sessions are revoked",
            revoked,
            (stays(kinds.DELEGATED, Token=_REVOKED("T", "AZREC")), stays(kinds.APP_ONLY)),
            really="Revoke-MgUserSignInSession -UserId alice@contoso.com",
            when="connected",
        ),
        Circumstance(
            "password-reset",
            "An admin resets the user's password",
            password_reset,
            (stays(kinds.DELEGATED, Token=_REVOKED("T", "AZREC")), stays(kinds.APP_ONLY)),
            really="Entra admin center > Users > alice > Reset password",
            when="connected",
        ),
        Circumstance(
            "secret-removed",
            "The application's secret is removed",
            secrets_removed,
            (stays(kinds.DELEGATED), stays(kinds.APP_ONLY, Token=_WRONG_SECRET("T", "AZREC"))),
            really="App registrations > Certificates & secrets > Delete",
            when="connected",
        ),
        Circumstance(
            "secret-added",
            "The application gets a second secret",
            new_secret,
            (stays(kinds.APP_ONLY),),
            when="connected",
        ),
    ),
)
