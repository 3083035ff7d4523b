"""The fifty rows: what causes each on a fake, and what must be said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pytest_m365.diagnosis import Diagnosis
from tests.plugin.doctor import causing_mail as mail
from tests.plugin.doctor import causing_network as network
from tests.plugin.doctor import causing_sign_in as sign_in
from tests.plugin.doctor.situation import Situation


@dataclass(frozen=True)
class Caused:
    """A row, or a part of one."""

    row: int
    by: Callable[[Situation], Diagnosis]
    #: words of the likely cause
    says: str
    #: rows that share the answer, and must be excluded
    excludes: tuple[int, ...] = ()
    #: whether one cause must be left
    is_certain: bool = True


CAUSED = (
    Caused(1, mail.no_full_access, "the application has no FullAccess", excludes=(2, 5), is_certain=False),
    Caused(2, mail.anothers_mailbox, "not that of the user who signed in", excludes=(1,), is_certain=False),
    Caused(3, mail.imap_off, "IMAP is switched off", excludes=(1, 2, 5), is_certain=False),
    Caused(4, mail.many_sign_ins, "too many sign-ins", excludes=(1, 2), is_certain=False),
    Caused(5, mail.no_mailbox_yet, "no mailbox of this address", excludes=(1, 2), is_certain=False),
    Caused(6, mail.not_in_exchange, "Exchange does not know the application", excludes=(7, 8, 9, 10, 11)),
    Caused(7, mail.graphs_token, "another resource"),
    Caused(8, mail.other_role, "lacks the role IMAP.AccessAsApp", excludes=(7, 10, 11)),
    Caused(9, mail.other_scope, "lacks the scope IMAP.AccessAsUser.All", excludes=(6, 7, 10, 11)),
    Caused(10, mail.guest, "of a guest"),
    Caused(11, mail.expired, "has expired"),
    Caused(12, mail.smtp_off, "off for the tenant"),
    Caused(13, mail.smtp_off_for_the_mailbox, "off for the mailbox"),
    Caused(14, mail.no_right_to_send, "SMTP.SendAsApp is missing", excludes=(1, 6, 7)),
    Caused(15, mail.another_sender, "another address than that of the mailbox"),
    Caused(16, mail.password_to_smtp, "by user name and password"),
    Caused(17, mail.password_against_security_defaults, "which security defaults or Conditional Access block"),
    Caused(18, mail.ews_off, "EWS is off for the organization", excludes=(9,), is_certain=False),
    Caused(18, mail.ews_not_on_the_list, "not on the organization's list", is_certain=False),
    Caused(18, mail.ews_off_for_the_mailbox, "EWS is off for the mailbox", is_certain=False),
    Caused(18, mail.kiosk, "a licence without EWS", is_certain=False),
    Caused(18, mail.ews_access_policy, "an application access policy", is_certain=False),
    Caused(19, mail.ews_token, "the token is not taken"),
    Caused(19, mail.ews_token_by_exchangelib, "the token is not taken", is_certain=False),
    Caused(18, mail.ews_shut_by_exchangelib, "EWS is off for the mailbox", is_certain=False),
    Caused(20, mail.outside_the_scope, "outside of its role's scope"),
    Caused(20, mail.no_impersonation, "no ExchangeImpersonation header"),
    Caused(21, sign_in.secrets_id, "the secret's id was pasted"),
    Caused(21, sign_in.anothers_secret, "none of the application", excludes=(50,)),
    Caused(22, sign_in.secret_expired, "secret has expired"),
    Caused(23, sign_in.unknown_application, "the tenant does not know the application"),
    Caused(23, sign_in.unknown_tenant, "no tenant of this id"),
    Caused(24, sign_in.public_client_flows_off, "public client flows are off"),
    Caused(25, sign_in.no_consent, "consented"),
    Caused(26, sign_in.second_factor, "multi-factor authentication"),
    Caused(27, sign_in.conditional_access, "Conditional Access policy blocks"),
    Caused(28, sign_in.managed_device, "compliant device"),
    Caused(29, sign_in.security_defaults, "security defaults"),
    Caused(30, sign_in.wrong_password, "the password is wrong"),
    Caused(30, sign_in.disabled, "the account is disabled"),
    Caused(31, sign_in.revoked, "the grant was revoked"),
    Caused(31, sign_in.unused_for_90_days, "has expired, unused for too long"),
    Caused(32, sign_in.other_subject, "trusts no token with this issuer, subject and audience"),
    Caused(32, sign_in.other_case, "trusts no token with this issuer, subject and audience"),
    Caused(33, sign_in.old_assertion, "older than it may be"),
    Caused(34, sign_in.unknown_certificate, "none of the application's"),
    Caused(35, sign_in.no_id_token, "no permission to ask for a token"),
    Caused(36, sign_in.no_exchange, "no service principal of it"),
    Caused(37, sign_in.single_scope_for_an_application, "takes one scope"),
    Caused(38, sign_in.not_assigned, "asks for assignment"),
    Caused(39, sign_in.redirect_uri, "redirect URI is not registered"),
    Caused(40, network.one_line, "on the same line", is_certain=False),
    Caused(41, network.no_pop3_scope, "POP.AccessAsUser.All is missing"),
    Caused(41, network.pop3_off, "POP3 is switched off", excludes=(1, 2, 5, 7, 11)),
    Caused(42, network.throttled, "asks to wait"),
    Caused(43, network.session_outlives_its_token, "older than its token"),
    Caused(44, network.unavailable, "does not answer now"),
    Caused(45, network.in_junk, "taken for junk"),
    Caused(45, network.never_arrives, "in quarantine"),
    Caused(46, network.address_is_banned, "may send outside only little"),
    Caused(47, network.untrusted, "reads TLS", is_certain=False),
    Caused(47, network.no_roots_of_the_fake, "the fake answers"),
    Caused(48, network.nobody_listens, "lets nobody out on this port"),
    Caused(49, network.older_token, "a token from a cache"),
    Caused(50, network.line_end_in_the_secret, "a line end or quotes"),
    Caused(51, network.unknown_name, "DNS does not know the name"),
    Caused(52, network.clock_is_wrong, "the machine's clock is wrong"),
    Caused(53, sign_in.nobody_signed_in, "alice@contoso.onmicrosoft.com has not signed in"),
)

#: rows, or parts of rows, that no fake can cause, with the reason
NOT_CAUSABLE = {
    48: "one address family that leads nowhere while the other answers: the machine's own routes make it",
    40: "a token of over 3,000 characters that POP3 refuses: the fake takes long lines; the length is judged in a test",
}
