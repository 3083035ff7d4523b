"""While connected: what happens to a connection that is open already, at its next command."""

from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.matrix import kinds
from tests.matrix.families.sign_in import DISABLED
from tests.matrix.families.token_endpoint import WRONG_SECRET
from tests.matrix.outcomes import Autodiscover, Ews, Http, Imap, Outcome, Pop3, Smtp, Token, no_token
from tests.matrix.table import Circumstance, Family, Kind, Line, line


def two_hours_later(tenant: Tenant) -> None:
    tenant.clock.advance(2 * 60 * 60)


def ten_minutes_later(tenant: Tenant) -> None:
    tenant.clock.advance(10 * 60)


def revoked(tenant: Tenant, alice: User) -> None:
    tenant.revoke(alice)


def password_reset(tenant: Tenant, alice: User) -> None:
    tenant.sign_ins.reset_password(alice)


def disabled(alice: User) -> None:
    alice.enabled = False


def secrets_removed(daemon_app: Application) -> None:
    daemon_app.secrets.clear()


def new_secret(tenant: Tenant, daemon_app: Application) -> None:
    tenant.applications.add_secret(daemon_app)


def permission_withdrawn(tenant: Tenant, daemon_app: Application) -> None:
    tenant.rights.remove_mailbox_permission("*", daemon_app)
    tenant.rights.remove_mailbox_permission("*", daemon_app, "SendAs")


def everything_off(alice: User) -> None:
    alice.imap = alice.pop = alice.ews = alice.smtp_auth = False


def strict(tenant: Tenant) -> None:
    tenant.policies.strict_revocation = True


def colleague_changes(tenant: Tenant, bob: User) -> None:
    bob.imap = bob.pop = bob.ews = bob.smtp_auth = False
    tenant.revoke(bob)
    tenant.sign_ins.reset_password(bob)


_STAYS: dict[str, Outcome] = {
    "Token": Token.IN("T", "AZREC"),
    "EWS": Ews.IN("D", "E-LIFE"),
    "Autodiscover": Autodiscover.IN("D", "E-LIFE"),
    "IMAP": Imap.STAYS("I", "E-LIFE"),
    "POP3": Pop3.STAYS("U", "no record"),
    "SMTP": Smtp.STAYS("U", "no record"),
}
#: Nothing happened that could end it.
_GOES_ON: dict[str, Outcome | None] = {
    "IMAP": Imap.STAYS("D", "IPS"),
    "POP3": Pop3.STAYS("D", "IPS"),
    "SMTP": Smtp.STAYS("D", "IPS"),
}
_REVOKED = no_token(
    400,
    "invalid_grant/bad_token",
    50173,
    "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed "
    "or reset their password. The grant was issued on '<any>' and the TokensValidFrom date (before which tokens are "
    "not valid) for this user is '<any>'.",
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


def _called_back(kind: Kind) -> Line:
    # That EWS answers with 401 and a claims challenge is documented; how it looks is not, and nothing of the others.
    return stays(
        kind,
        EWS=Http.INSUFFICIENT("U", "CAE"),
        Autodiscover=Http.INSUFFICIENT("U", "CAE"),
        IMAP=Imap.CLOSES("U", "no record"),
        POP3=Pop3.CLOSES("U", "no record"),
        SMTP=Smtp.ENDED("U", "no record"),
    )


def _switched_off(kind: Kind) -> Line:
    return stays(
        kind,
        EWS=Http.FORBIDDEN("T*", "scream"),
        IMAP=Imap.CLOSES("U", "no record"),
        POP3=Pop3.CLOSES("U", "no record"),
        SMTP=Smtp.ENDED_FOR_MAILBOX("U", "no record"),
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
            (stays(kinds.DELEGATED, **_GOES_ON), stays(kinds.APP_ONLY, **_GOES_ON)),
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
            (stays(kinds.DELEGATED), stays(kinds.APP_ONLY, Token=WRONG_SECRET("T", "AZREC"))),
            really="App registrations > Certificates & secrets > Delete",
            when="connected",
        ),
        Circumstance(
            "revoked-cae",
            "The user's sessions are revoked, and the client had declared cp1 (continuous access evaluation)",
            revoked,
            (_called_back(kinds.CP1),),
            really="Revoke-MgUserSignInSession -UserId alice@contoso.com",
            when="connected",
        ),
        Circumstance(
            "password-reset-cae",
            "An admin resets the user's password, and the client had declared cp1",
            password_reset,
            (_called_back(kinds.CP1),),
            when="connected",
        ),
        Circumstance(
            "disabled-cae",
            "The account is disabled, and the client had declared cp1",
            disabled,
            (_called_back(kinds.CP1),),
            really="Update-MgUser -UserId alice@contoso.com -AccountEnabled:$false",
            when="connected",
        ),
        Circumstance(
            "revoked-strict",
            "The user's sessions are revoked, and every client is treated as one with cp1",
            (strict, revoked),
            (
                stays(
                    kinds.DELEGATED,
                    EWS=Http.INVALID("U", "no record"),
                    Autodiscover=Http.INVALID("U", "no record"),
                    IMAP=Imap.CLOSES("U", "no record"),
                    POP3=Pop3.CLOSES("U", "no record"),
                    SMTP=Smtp.ENDED("U", "no record"),
                    Token=_REVOKED("T", "AZREC"),
                ),
            ),
            when="connected",
        ),
        Circumstance(
            "disabled-meanwhile",
            "The account is disabled",
            disabled,
            (
                stays(
                    kinds.DELEGATED,
                    EWS=Http.USER("U", "no record"),
                    Autodiscover=Http.USER("U", "no record"),
                    IMAP=Imap.CLOSES("U", "no record"),
                    POP3=Pop3.CLOSES("U", "no record"),
                    SMTP=Smtp.ENDED("U", "no record"),
                    Token=DISABLED("I", "XCSV"),
                ),
                stays(kinds.APP_ONLY),
            ),
            really="Update-MgUser -UserId alice@contoso.com -AccountEnabled:$false",
            when="connected",
        ),
        Circumstance(
            "switched-off",
            "Every protocol is switched off for the mailbox",
            everything_off,
            (_switched_off(kinds.DELEGATED), _switched_off(kinds.APP_ONLY)),
            really="Set-CASMailbox alice@contoso.com -ImapEnabled $false …",
            when="connected",
        ),
        Circumstance(
            "permission-withdrawn",
            "The application loses its permission on the mailbox",
            permission_withdrawn,
            (
                stays(
                    kinds.APP_ONLY,
                    IMAP=Imap.CLOSES("U", "no record"),
                    POP3=Pop3.CLOSES("U", "no record"),
                    SMTP=Smtp.ENDED("U", "no record"),
                ),
            ),
            really="Remove-MailboxPermission alice@contoso.com -User <service principal> -AccessRights FullAccess",
            when="connected",
        ),
        Circumstance(
            "colleague-changes",
            "Somebody else's switches are thrown, sessions revoked, password reset",
            colleague_changes,
            (stays(kinds.DELEGATED, **_GOES_ON), stays(kinds.APP_ONLY, **_GOES_ON)),
            when="connected",
        ),
        Circumstance(
            "secret-added",
            "The application gets a second secret",
            new_secret,
            (stays(kinds.APP_ONLY, **_GOES_ON),),
            when="connected",
        ),
    ),
)
