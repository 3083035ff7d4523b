"""Rules about signing in. They stop the token, not the connection: whoever has a token already comes in."""

from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.switches.authentication_policy import AuthenticationPolicy
from fakeserver.tenant.tenant import Tenant
from tests.matrix import kinds
from tests.matrix.lines import fine, password_fine
from tests.matrix.outcomes import Http, Imap, Outcome, Pop3, Smtp, Token, no_token
from tests.matrix.table import Circumstance, Family, Kind, Line

_ENROL = (
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll "
    "in multi-factor authentication to access '00000002-0000-0ff1-ce00-000000000000'."
)
_MFA = (
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must use "
    "multi-factor authentication to access '00000002-0000-0ff1-ce00-000000000000'."
)
_DEVICE = (
    "Device is not in required device state: unregistered. Conditional Access policy requires a compliant device, and "
    "the device is not compliant. The user must enroll their device with an approved MDM provider like Intune."
)
_JOINED = (
    "Device is not in required device state: unregistered. Conditional Access policy requires a domain joined device, "
    "and the device is not domain joined."
)
BLOCKED = no_token(
    400,
    "invalid_grant/message_only",
    53003,
    "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
)
MFA = no_token(400, "invalid_grant/basic_action", 50076, _MFA)
ENROL = no_token(400, "invalid_grant/basic_action", 50079, _ENROL)
DISABLED = no_token(400, "invalid_grant", 50057, "The user account is disabled.")
LOCKED = no_token(
    400,
    "invalid_grant",
    50053,
    "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
)
PASSWORD_EXPIRED = no_token(400, "invalid_grant/user_password_expired", 50055, "The password is expired.")


def security_defaults(tenant: Tenant) -> None:
    tenant.policies.security_defaults = True


def passwords_allowed(tenant: Tenant) -> None:
    tenant.policies.basic_auth = True


def blocked(tenant: Tenant) -> None:
    tenant.sign_ins.add_conditional_access("Block everybody")


def legacy_blocked(tenant: Tenant) -> None:
    tenant.sign_ins.add_conditional_access("Block legacy authentication", ways={"legacy"})


def mfa_for_all(tenant: Tenant) -> None:
    tenant.sign_ins.add_conditional_access("MFA for everybody", grant="mfa")


def compliant_device(tenant: Tenant) -> None:
    tenant.sign_ins.add_conditional_access("Company devices", grant="compliant_device")


def joined_device(tenant: Tenant) -> None:
    tenant.sign_ins.add_conditional_access("Domain devices", grant="domain_joined_device")


def others_blocked(tenant: Tenant, bob: User) -> None:
    tenant.sign_ins.add_conditional_access("Block bob", users={bob.upn})


def mfa(alice: User) -> None:
    alice.mfa = "required"


def must_enrol(alice: User) -> None:
    alice.mfa = "enrol"


def disabled(alice: User) -> None:
    alice.enabled = False


def locked(tenant: Tenant, alice: User) -> None:
    alice.locked_until = tenant.clock.time() + 60


def password_expired(alice: User) -> None:
    alice.password_expired = True


def temporary_password(alice: User) -> None:
    alice.must_change_password = True


def user_policy(alice: User) -> None:
    alice.authentication_policy = AuthenticationPolicy()


def user_policy_with_imap(alice: User) -> None:
    alice.authentication_policy = AuthenticationPolicy(allow_basic_auth_imap=True)


def default_policy(tenant: Tenant) -> None:
    tenant.policies.default_authentication_policy = AuthenticationPolicy()


def retired(tenant: Tenant) -> None:
    tenant.policies.basic_smtp_refusal = "5.7.30"


def app_disabled(public_app: Application, daemon_app: Application) -> None:
    public_app.enabled = False
    daemon_app.enabled = False


def _stopped(outcome: Outcome) -> tuple[Line, ...]:
    """Return the lines of a rule that stops a user's new tokens, and nothing else."""
    return (fine(kinds.DELEGATED, Token=outcome), fine(kinds.APP_ONLY))


AT_THE_TOKEN_ENDPOINT = Family(
    "Sign-in rules, for those with modern auth",
    "What the token endpoint says to user name and password (the grant that shows it best); applications sign in by "
    "themselves and meet none of these rules. Tokens from before stay good until they expire.",
    (
        Circumstance("ca-block", "Conditional Access blocks", blocked, _stopped(BLOCKED("T", "XCSV"))),
        Circumstance(
            "ca-mfa", "Conditional Access wants a second factor", mfa_for_all, _stopped(MFA("T", "XCSV, AZREC"))
        ),
        Circumstance(
            "ca-compliant-device",
            "Conditional Access wants a compliant device",
            compliant_device,
            _stopped(no_token(400, "invalid_grant/message_only", 53000, _DEVICE)("I", "XCSV")),
        ),
        Circumstance(
            "ca-joined-device",
            "Conditional Access wants a device of the domain",
            joined_device,
            _stopped(no_token(400, "invalid_grant/message_only", 53001, _JOINED)("I", "XCSV")),
        ),
        Circumstance(
            "ca-others", "Conditional Access blocks somebody else", others_blocked, _stopped(Token.IN("T", "AZREC"))
        ),
        Circumstance(
            "security-defaults", "Security defaults are on", security_defaults, _stopped(ENROL("D", "E-ERR, XCSV"))
        ),
        Circumstance("mfa", "The user must use a second factor", mfa, _stopped(MFA("T", "XCSV, AZREC"))),
        Circumstance("mfa-enrol", "The user must enrol for a second factor", must_enrol, _stopped(ENROL("T", "XCSV"))),
        Circumstance("locked", "The account is locked", locked, _stopped(LOCKED("I", "XCSV"))),
        Circumstance(
            "password-expired", "The password has expired", password_expired, _stopped(PASSWORD_EXPIRED("I", "XCSV"))
        ),
        Circumstance(
            "password-temporary",
            "The password must be changed at the first sign-in",
            temporary_password,
            _stopped(PASSWORD_EXPIRED("I", "XCSV")),
        ),
        Circumstance(
            "disabled",
            "The account is disabled",
            disabled,
            (
                fine(
                    kinds.DELEGATED,
                    Token=DISABLED("I", "XCSV"),
                    EWS=Http.USER("U", "no record"),
                    Autodiscover=Http.USER("U", "no record"),
                    IMAP=Imap.NO("U", "no record"),
                    POP3=Pop3.NO("U", "no record"),
                    SMTP=Smtp.NO("U", "no record"),
                ),
                fine(kinds.APP_ONLY),
            ),
            really="Update-MgUser -UserId alice@contoso.com -AccountEnabled:$false",
        ),
        Circumstance(
            "app-disabled",
            "The application is disabled",
            app_disabled,
            (
                fine(
                    kinds.DELEGATED,
                    Token=no_token(
                        400, "unauthorized_client", 7000112, "Application '<guid>'(Contoso Mail) is disabled."
                    )("I", "XCSV"),
                ),
                fine(
                    kinds.APP_ONLY,
                    Token=no_token(
                        400, "unauthorized_client", 7000112, "Application '<guid>'(Contoso Mail Daemon) is disabled."
                    )("I", "XCSV"),
                ),
            ),
            really="Enterprise applications > Properties > Enabled for users to sign-in: No",
        ),
    ),
)

# --- basic authentication, where it is allowed at all --------------------------------------------------------------


def _refused(smtp: Outcome, *, imap: Outcome | None = None) -> tuple[Line, ...]:
    """Return the lines of a rule that stops passwords; only SMTP has words of its own for it."""
    by_kind: tuple[tuple[Kind, dict[str, Outcome | None]], ...] = (
        (
            kinds.PASSWORD,
            {
                "Token": None,
                "EWS": Http.BASIC("D", "BASIC"),
                "Autodiscover": Http.BASIC("I", "BASIC"),
                "IMAP": imap or Imap.NO_LOGIN("T", "imapsync"),
                "POP3": Pop3.NO_LOGON("T", "logs"),
            },
        ),
        (kinds.BY_LOGIN, {"SMTP": smtp}),
    )
    return tuple(password_fine(kind, **cells) for kind, cells in by_kind)


FOR_PASSWORDS = Family(
    "Sign-in rules, for user names and passwords",
    "Basic authentication is allowed in principle (`tenant.policies.basic_auth = True`), and a rule stops it. Only "
    "SMTP says which.",
    (
        Circumstance(
            "basic-security-defaults",
            "Security defaults are on",
            (passwords_allowed, security_defaults),
            _refused(Smtp.SECURITY_DEFAULTS("T*", "logs")),
        ),
        Circumstance(
            "basic-ca-block",
            "Conditional Access blocks legacy authentication",
            (passwords_allowed, legacy_blocked),
            (*_refused(Smtp.CRITERIA("T", "logs")), fine(kinds.DELEGATED)),
        ),
        Circumstance(
            "basic-ca-mfa",
            "Conditional Access wants a second factor, which a password cannot show",
            (passwords_allowed, mfa_for_all),
            _refused(Smtp.CRITERIA("T*", "logs")),
        ),
        Circumstance(
            "basic-policy",
            "The user's authentication policy is a new one, which allows nothing",
            (passwords_allowed, user_policy),
            (*_refused(Smtp.BASIC_OFF("T*", "logs, BASIC")), fine(kinds.DELEGATED)),
            really="New-AuthenticationPolicy Block; Set-User alice@contoso.com -AuthenticationPolicy Block",
        ),
        Circumstance(
            "basic-policy-imap",
            "The user's authentication policy allows IMAP",
            (passwords_allowed, user_policy_with_imap),
            _refused(Smtp.BASIC_OFF("T*", "logs, BASIC"), imap=Imap.LOGGED_IN("T", "logs")),
            really="Set-AuthenticationPolicy Block -AllowBasicAuthImap",
        ),
        Circumstance(
            "basic-default-policy",
            "The organization's default authentication policy allows nothing",
            (passwords_allowed, default_policy),
            _refused(Smtp.BASIC_OFF("T*", "logs, BASIC")),
            really="Set-OrganizationConfig -DefaultAuthenticationPolicy Block",
        ),
        Circumstance(
            "basic-mfa",
            "The user must use a second factor, by their own setting",
            (passwords_allowed, mfa),
            _refused(Smtp.CRITERIA("I", "logs")),
        ),
        Circumstance(
            "basic-disabled",
            "The account is disabled",
            (passwords_allowed, disabled),
            _refused(Smtp.CREDENTIALS("I", "logs")),
        ),
        Circumstance(
            "basic-locked",
            "The account is locked",
            (passwords_allowed, locked),
            _refused(Smtp.CREDENTIALS("I", "logs")),
        ),
        Circumstance(
            "basic-retired",
            "SMTP takes no passwords any more, as announced for 2027",
            retired,
            _refused(Smtp.BASIC_RETIRED("D", "SMTPAUTH")),
        ),
    ),
)
