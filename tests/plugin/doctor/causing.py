"""The fifty rows: what causes each on a fake, and what must be said of it. One function a row, or a part of one."""

from __future__ import annotations

import imaplib
import os
import poplib
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import jwt
import msal
import requests
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from fakeserver.jws import readable_claims
from fakeserver.xoauth2 import pop3_authenticate, xoauth2
from pytest_m365 import clients
from pytest_m365.diagnosis import Diagnosis, Seen, diagnose
from pytest_m365.live.environment import SettingsWrong
from tests.plugin.doctor.situation import Examined, Situation

MAIL_HOST, SIGN_IN_HOST = "outlook.office365.com", "login.microsoftonline.com"
RESOURCE = f"https://{MAIL_HOST}/.default"
GITHUB = "https://token.actions.githubusercontent.com"
#: of a GUID's form, as the portal's "Secret ID" is
SECRET_ID = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
ELSEWHERE = "11111111-2222-3333-4444-555555555555"


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


# --- rows 1 to 11: IMAP's sign-in -------------------------------------------------------------------------------------


def no_full_access(at: Situation) -> Diagnosis:
    at.tenant.rights.remove_mailbox_permission("*", at.daemon)
    at.tenant.rights.remove_mailbox_permission(at.user, at.daemon)
    return at.as_app().failed("imap")


def anothers_mailbox(at: Situation) -> Diagnosis:
    bob = at.tenant.add_user("bob")
    token = at.m365.token("IMAP.AccessAsUser.All")
    seen = Seen(mailbox=bob.upn, claims=readable_claims(token), client_id=at.m365.public_app.client_id)
    return at.met(lambda: imap_session(token, bob.upn), seen)


def imap_off(at: Situation) -> Diagnosis:
    at.user.imap = False
    return at.examine().failed("imap")


def many_sign_ins(at: Situation) -> Diagnosis:
    at.tenant.faults.not_connected()
    return at.examine(protocols=["imap"]).failed("imap")


def no_mailbox_yet(at: Situation) -> Diagnosis:
    at.user.mailbox_state = "not_provisioned"
    return at.as_user(protocols=["imap", "pop3"]).failed("imap")


def not_in_exchange(at: Situation) -> Diagnosis:
    at.tenant.rights.register_in_exchange(at.daemon, at.daemon.object_id)
    return at.as_app(protocols=["imap"]).failed("imap")


def graphs_token(at: Situation) -> Diagnosis:
    return at.met(*shown_to_imap(at, at.tenant.mint(user=at.user, aud="https://graph.microsoft.com")))


def other_role(at: Situation) -> Diagnosis:
    app = at.tenant.register_app("Other role", application=["full_access_as_app"])
    at.tenant.rights.add_mailbox_permission("*", app)
    assert app.client_secret
    return at.as_app(
        protocols=["imap"], M365_DAEMON_CLIENT_ID=app.client_id, M365_CLIENT_SECRET=app.client_secret
    ).failed("imap")


def other_scope(at: Situation) -> Diagnosis:
    return at.met(*shown_to_imap(at, at.m365.token("SMTP.Send")))


def guest(at: Situation) -> Diagnosis:
    home = f"https://sts.windows.net/{ELSEWHERE}/"
    return at.met(*shown_to_imap(at, at.tenant.mint(user=at.user, tid=ELSEWHERE, idp=home)))


def expired(at: Situation) -> Diagnosis:
    now = int(time.time())
    return at.met(*shown_to_imap(at, at.tenant.mint(user=at.user, nbf=now - 9000, iat=now - 9000, exp=now - 3600)))


# --- rows 12 to 17: SMTP ----------------------------------------------------------------------------------------------


def smtp_off(at: Situation) -> Diagnosis:
    at.tenant.policies.smtp_auth = False
    return at.as_user(protocols=["smtp"]).failed("smtp")


def smtp_off_for_the_mailbox(at: Situation) -> Diagnosis:
    at.user.smtp_auth = False
    return at.as_user(protocols=["smtp"]).failed("smtp")


def no_right_to_send(at: Situation) -> Diagnosis:
    app = at.tenant.register_app("Reader", application=["IMAP.AccessAsApp"])
    at.tenant.rights.add_mailbox_permission("*", app)
    assert app.client_secret
    return at.as_app(
        protocols=["imap", "smtp"], M365_DAEMON_CLIENT_ID=app.client_id, M365_CLIENT_SECRET=app.client_secret
    ).failed("smtp")


def another_sender(at: Situation) -> Diagnosis:
    at.tenant.add_user("bob")

    def program() -> None:
        with smtp_session() as smtp:
            smtp.auth("XOAUTH2", lambda _challenge=None: xoauth2(at.m365.username, at.m365.token("SMTP.Send")))
            smtp.send_message(message("bob@" + at.m365.domain, at.m365.username))

    return at.met(program, Seen(mailbox=at.m365.username, sender="bob@" + at.m365.domain))


def password_to_smtp(at: Situation) -> Diagnosis:
    return at.met(lambda: smtp_login(at))


def password_against_security_defaults(at: Situation) -> Diagnosis:
    at.tenant.policies.basic_auth = True
    at.tenant.policies.security_defaults = True
    return at.met(lambda: smtp_login(at))


# --- rows 18 to 20: EWS -----------------------------------------------------------------------------------------------


def ews_off(at: Situation) -> Diagnosis:
    at.tenant.policies.ews_enabled = False
    return at.examine(protocols=["imap", "ews"]).failed("ews")


def ews_not_on_the_list(at: Situation) -> Diagnosis:
    at.tenant.policies.set(ews_allowed_app_ids=[at.m365.public_app.client_id])
    return at.examine(protocols=["ews"]).failed("ews")


def ews_off_for_the_mailbox(at: Situation) -> Diagnosis:
    bob = at.tenant.add_user("bob")
    at.user.ews = False
    return at.as_app(protocols=["ews"], mailboxes=[at.user.upn, bob.upn]).failed("ews")


def kiosk(at: Situation) -> Diagnosis:
    bob = at.tenant.add_user("bob")
    at.user.licence = "F3"
    return at.as_app(protocols=["ews"], mailboxes=[at.user.upn, bob.upn]).failed("ews")


def ews_access_policy(at: Situation) -> Diagnosis:
    bob = at.tenant.add_user("bob")
    at.tenant.rights.add_application_access_policy(at.daemon, [bob])
    return at.examine(protocols=["ews"], mailboxes=[at.user.upn]).failed("ews")


def ews_token(at: Situation) -> Diagnosis:
    token = at.tenant.mint(user=at.user, aud="https://graph.microsoft.com")
    return at.met(lambda: ews_request(token))


def ews_token_by_exchangelib(at: Situation) -> Diagnosis:
    token = at.tenant.mint(user=at.user, aud="https://graph.microsoft.com")

    def program() -> None:
        with clients.ews(f"https://{MAIL_HOST}/EWS/Exchange.asmx", at.m365.username, token) as account:
            account.inbox.refresh()

    return at.met(program, Seen(claims=readable_claims(token)))


def ews_shut_by_exchangelib(at: Situation) -> Diagnosis:
    at.user.ews = False

    def program() -> None:
        with clients.ews(f"https://{MAIL_HOST}/EWS/Exchange.asmx", at.m365.username, at.m365.token()) as account:
            account.inbox.refresh()

    return at.met(program)


def outside_the_scope(at: Situation) -> Diagnosis:
    bob = at.tenant.add_user("bob")
    app = at.tenant.register_app("Scoped", application=[])
    at.tenant.rights.assign_role(app, "Application EWS.AccessAsApp", [bob])
    assert app.client_secret
    changes = {"M365_DAEMON_CLIENT_ID": app.client_id, "M365_CLIENT_SECRET": app.client_secret}
    return at.as_app(protocols=["ews"], **changes).failed("ews")


def no_impersonation(at: Situation) -> Diagnosis:
    token = at.m365.app_token()
    return at.met(lambda: ews_request(token))


# --- rows 21 to 39: no token ------------------------------------------------------------------------------------------


def secrets_id(at: Situation) -> Diagnosis:
    return at.as_app(M365_CLIENT_SECRET=SECRET_ID).failed("token")


def anothers_secret(at: Situation) -> Diagnosis:
    other = at.tenant.register_app("Other", application=["IMAP.AccessAsApp"])
    return at.as_app(M365_CLIENT_SECRET=other.client_secret).failed("token")


def secret_expired(at: Situation) -> Diagnosis:
    app = at.tenant.register_app("Old", application=["IMAP.AccessAsApp"])
    app.secrets.clear()
    secret = at.tenant.applications.add_secret(app, lifetime=-60)
    changes = {"M365_DAEMON_CLIENT_ID": app.client_id, "M365_CLIENT_SECRET": secret.value}
    return at.as_app(**changes).failed("token")


def unknown_application(at: Situation) -> Diagnosis:
    return at.as_app(M365_DAEMON_CLIENT_ID=SECRET_ID).failed("token")


def unknown_tenant(at: Situation) -> Diagnosis:
    return at.as_app(M365_TENANT_ID=SECRET_ID).failed("discovery")


def public_client_flows_off(at: Situation) -> Diagnosis:
    app = at.tenant.register_app("Web", delegated=["IMAP.AccessAsUser.All"])
    return at.as_user(protocols=["imap"], M365_CLIENT_ID=app.client_id).failed("token")


def no_consent(at: Situation) -> Diagnosis:
    app = at.tenant.register_app("Asking", public=True, delegated=["IMAP.AccessAsUser.All"], consent=None)
    return at.as_user(protocols=["imap"], M365_CLIENT_ID=app.client_id).failed("token")


def second_factor(at: Situation) -> Diagnosis:
    at.user.mfa = "required"
    return at.as_user(protocols=["imap"]).failed("token")


def conditional_access(at: Situation) -> Diagnosis:
    at.tenant.sign_ins.add_conditional_access("No passwords", grant="block")
    return at.as_user(protocols=["imap"]).failed("token")


def managed_device(at: Situation) -> Diagnosis:
    at.tenant.sign_ins.add_conditional_access("Managed", grant="compliant_device")
    return at.as_user(protocols=["imap"]).failed("token")


def security_defaults(at: Situation) -> Diagnosis:
    at.tenant.faults.aadsts("token", 530035)
    return at.as_user(protocols=["imap"]).failed("token")


def wrong_password(at: Situation) -> Diagnosis:
    return at.as_user(protocols=["imap"], M365_PASSWORD="another one").failed("token")


def disabled(at: Situation) -> Diagnosis:
    at.user.enabled = False
    return at.as_user(protocols=["imap"]).failed("token")


def revoked(at: Situation) -> Diagnosis:
    cache = at.signed_in()
    at.tenant.clock.advance(2)
    at.tenant.revoke(at.user)
    return at.with_sign_in(cache, protocols=["imap"]).failed("token")


def unused_for_90_days(at: Situation) -> Diagnosis:
    cache = at.signed_in()
    at.tenant.faults.dead_refresh_token()
    return at.with_sign_in(cache, protocols=["imap"]).failed("token")


def other_subject(at: Situation) -> Diagnosis:
    return federated(at, subject="repo:contoso@1/mail@2:environment:m365-live").failed("token")


def other_case(at: Situation) -> Diagnosis:
    return federated(at, subject="repo:Contoso/Mail:environment:m365-live").failed("token")


def old_assertion(at: Situation) -> Diagnosis:
    return federated(at, age=timedelta(minutes=20)).failed("token")


def unknown_certificate(at: Situation) -> Diagnosis:
    app = at.tenant.register_app("Certified", application=["IMAP.AccessAsApp"])
    path = at.folder / "daemon.pem"
    path.write_text(at.certificate.key_pem + at.certificate.certificate_pem)
    changes: dict[str, Any] = {"M365_DAEMON_CLIENT_ID": app.client_id, "M365_CLIENT_SECRET": None}
    return at.as_app(M365_CLIENT_CERTIFICATE=str(path), **changes).failed("token")


def no_id_token(at: Situation) -> Diagnosis:
    try:
        at.settings(M365_CLIENT_SECRET=None)
    except SettingsWrong as error:
        seen = Seen(protocol="settings", environment={"GITHUB_EVENT_NAME": "push"})
        diagnosis = diagnose(error, seen=seen)
        assert diagnosis is not None
        return diagnosis
    raise AssertionError("the settings were taken")


def no_exchange(at: Situation) -> Diagnosis:
    at.tenant.applications.remove_service_principal("https://outlook.office365.com")
    return at.as_app(protocols=["imap"]).failed("token")


def single_scope_for_an_application(at: Situation) -> Diagnosis:
    return diagnosed_answer(token_request(at, scope=f"https://{MAIL_HOST}/IMAP.AccessAsApp"))


def not_assigned(at: Situation) -> Diagnosis:
    at.tenant.public_app.assignment_required = True
    return at.as_user(protocols=["imap"]).failed("token")


def redirect_uri(at: Situation) -> Diagnosis:
    query = {
        "client_id": at.m365.public_app.client_id, "response_type": "code", "redirect_uri": "https://elsewhere.example/",
        "scope": "openid",
    }  # fmt: skip
    url = f"https://{SIGN_IN_HOST}/{at.m365.tenant_id}/oauth2/v2.0/authorize"
    page = requests.get(url, params=query, timeout=30).text
    return diagnosed_answer(page)


# --- rows 40 to 50 ----------------------------------------------------------------------------------------------------


def one_line(at: Situation) -> Diagnosis:
    def program() -> None:
        with pop3_session() as pop3:
            response = xoauth2(at.m365.username, at.m365.token("POP.AccessAsUser.All"))
            from base64 import b64encode

            pop3._shortcmd(f"AUTH XOAUTH2 {b64encode(response.encode()).decode()}")  # type: ignore[attr-defined]

    return at.met(program)


def no_pop3_scope(at: Situation) -> Diagnosis:
    token = at.m365.token("IMAP.AccessAsUser.All")

    def program() -> None:
        with pop3_session() as pop3:
            pop3_authenticate(pop3, at.m365.username, token)

    _, seen = shown_to_imap(at, token)
    return at.met(program, seen)


def pop3_off(at: Situation) -> Diagnosis:
    at.user.pop = False
    return at.as_user().failed("pop3")


def throttled(at: Situation) -> Diagnosis:
    at.tenant.faults.throttle("imap", retry_after=300)
    return at.as_user(protocols=["imap"]).failed("imap")


def session_outlives_its_token(at: Situation) -> Diagnosis:
    def program() -> None:
        with imap_signed_in(at.m365.token("IMAP.AccessAsUser.All"), at.m365.username) as imap:
            imap.select("INBOX")
            at.tenant.clock.advance(2 * 3600)
            imap.noop()
            imap.noop()

    return at.met(program)


def unavailable(at: Situation) -> Diagnosis:
    at.tenant.faults.unavailable("imap")
    return at.as_user(protocols=["imap"]).failed("imap")


def in_junk(at: Situation) -> Diagnosis:
    at.tenant.faults.junk()
    return at.as_user(protocols=["imap", "smtp"], sends=True).failed("sending")


def never_arrives(at: Situation) -> Diagnosis:
    at.tenant.faults.late(seconds=7200)
    return at.as_user(protocols=["imap", "smtp"], sends=True).failed("sending")


def address_is_banned(at: Situation) -> Diagnosis:
    said = "550 5.7.708 Access denied, traffic not accepted from this IP"
    at.tenant.faults.say("smtp", "DATA", text=said)
    return at.as_user(protocols=["imap", "smtp"], sends=True).failed("sending")


def untrusted(at: Situation) -> Diagnosis:
    at.tenant.faults.untrusted_certificate("imap")
    return at.as_user(protocols=["imap"]).failed("tls")


def no_roots_of_the_fake(at: Situation) -> Diagnosis:
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        at.patch.delenv(name, raising=False)
    return at.as_user(protocols=["imap"]).failed("tls")


def nobody_listens(at: Situation) -> Diagnosis:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        # Bound, and not listening: connections are refused.
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        return at.as_user(protocols=["imap"], M365_IMAP=where).failed("ports")


def older_token(at: Situation) -> Diagnosis:
    app = at.tenant.register_app("Grown", public=True, delegated=["SMTP.Send"])
    cache = msal.SerializableTokenCache()
    program = msal.PublicClientApplication(
        app.client_id, authority=f"https://{SIGN_IN_HOST}/{at.m365.tenant_id}", token_cache=cache
    )
    program.acquire_token_by_username_password(at.m365.username, at.m365.password, [RESOURCE])
    app.delegated |= at.tenant.public_app.delegated
    at.tenant.applications.grant_admin_consent(app)
    return at.with_sign_in(cache, protocols=["imap"], M365_CLIENT_ID=app.client_id).failed("token")


def line_end_in_the_secret(at: Situation) -> Diagnosis:
    token = "eyJ0.eyJ1.c2ln\n"
    return at.met(lambda: requests.get(at.m365.ews_url, headers={"Authorization": f"Bearer {token}"}, timeout=30))


def unknown_name(at: Situation) -> Diagnosis:
    return at.as_user(protocols=["imap"], M365_IMAP="imap.contoso.invalid:993").failed("names")


# --- clients ----------------------------------------------------------------------------------------------------------


@contextmanager
def imap_signed_in(token: str, user: str) -> Iterator[imaplib.IMAP4_SSL]:
    trust = ssl.create_default_context()
    imap = imaplib.IMAP4_SSL(MAIL_HOST, 993, ssl_context=trust, timeout=30)
    try:
        imap.authenticate("XOAUTH2", lambda _challenge: xoauth2(user, token).encode())
        yield imap
    finally:
        imap.shutdown()


def imap_session(token: str, user: str) -> None:
    with imap_signed_in(token, user) as imap:
        imap.select("INBOX")


def shown_to_imap(at: Situation, token: str) -> tuple[Callable[[], None], Seen]:
    """Return a program that signs in to IMAP with a token, and what its test knows of that."""
    seen = Seen(
        mailbox=at.m365.username,
        claims=readable_claims(token),
        tenant_id=at.m365.tenant_id,
        client_id=at.m365.public_app.client_id,
        at=datetime.now(UTC),
    )
    return lambda: imap_session(token, at.m365.username), seen


@contextmanager
def pop3_session() -> Iterator[poplib.POP3_SSL]:
    pop3 = poplib.POP3_SSL(MAIL_HOST, 995, context=ssl.create_default_context(), timeout=30)
    try:
        yield pop3
    finally:
        pop3.close()


@contextmanager
def smtp_session() -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP("smtp.office365.com", 587, local_hostname="localhost", timeout=30) as smtp:
        smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo()
        yield smtp


def smtp_login(at: Situation) -> None:
    with smtp_session() as smtp:
        smtp.login(at.m365.username, at.m365.password)


def message(sender: str, recipient: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, recipient, "hello"
    made.set_content("hello")
    return made


def ews_request(token: str) -> None:
    """Ask EWS for a folder, without impersonating anybody, and raise its answer as a client does."""
    from pytest_m365.doctor.opening import Answer
    from pytest_m365.doctor.steps.ews import ENVELOPE, GET_INBOX, said
    from pytest_m365.live.errors import AccessRefused

    answer = requests.post(
        f"https://{MAIL_HOST}/EWS/Exchange.asmx",
        data=ENVELOPE.format(header="", body=GET_INBOX.format(address="alice@contoso.onmicrosoft.com")),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "text/xml; charset=utf-8"},
        timeout=30,
    )
    raise AccessRefused("ews", "asking for the Inbox", str(Answer(said(answer))))


def token_request(at: Situation, **fields: str) -> str:
    form = {
        "grant_type": "client_credentials", "client_id": at.daemon.client_id, "client_secret": at.daemon.client_secret,
        "scope": RESOURCE,
    }  # fmt: skip
    answer = requests.post(
        f"https://{SIGN_IN_HOST}/{at.m365.tenant_id}/oauth2/v2.0/token", data=form | fields, timeout=30
    )
    return str(answer.json()["error_description"])


def diagnosed_answer(text: str) -> Diagnosis:
    diagnosis = diagnose(text, "token")
    assert diagnosis is not None, text
    return diagnosis


def federated(at: Situation, *, subject: str = "", age: timedelta = timedelta()) -> Examined:
    """Walk as an application that proves itself by GitHub's token, which says another subject, or is old."""
    app = at.tenant.register_app("Pipeline", application=["IMAP.AccessAsApp"])
    public = at.certificate.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    trusted = "repo:contoso/mail:environment:m365-live"
    at.tenant.applications.trust_issuer(app, GITHUB, trusted, [public.decode()])
    issued = int(time.time() - age.total_seconds())
    claims = {
        "iss": GITHUB, "sub": subject or trusted, "aud": "api://AzureADTokenExchange",
        "iat": issued, "nbf": issued, "exp": issued + 300, "jti": os.urandom(8).hex(),
    }  # fmt: skip
    path = at.folder / "token"
    path.write_text(jwt.encode(claims, at.certificate.key, "RS256"))
    changes: dict[str, Any] = {"M365_DAEMON_CLIENT_ID": app.client_id, "M365_CLIENT_SECRET": None}
    return at.as_app(protocols=["imap"], M365_FEDERATED_TOKEN_FILE=str(path), **changes)


CAUSED = (
    Caused(1, no_full_access, "the application has no FullAccess", excludes=(2, 5), is_certain=False),
    Caused(2, anothers_mailbox, "not that of the user who signed in", excludes=(1,), is_certain=False),
    Caused(3, imap_off, "IMAP is switched off", excludes=(1, 2, 5), is_certain=False),
    Caused(4, many_sign_ins, "too many sign-ins", excludes=(1, 2), is_certain=False),
    Caused(5, no_mailbox_yet, "no mailbox of this address", excludes=(1, 2), is_certain=False),
    Caused(6, not_in_exchange, "Exchange does not know the application", excludes=(7, 8, 9, 10, 11)),
    Caused(7, graphs_token, "another resource"),
    Caused(8, other_role, "lacks the role IMAP.AccessAsApp", excludes=(7, 10, 11)),
    Caused(9, other_scope, "lacks the scope IMAP.AccessAsUser.All", excludes=(6, 7, 10, 11)),
    Caused(10, guest, "of a guest"),
    Caused(11, expired, "has expired"),
    Caused(12, smtp_off, "off for the tenant"),
    Caused(13, smtp_off_for_the_mailbox, "off for the mailbox"),
    Caused(14, no_right_to_send, "SMTP.SendAsApp is missing", excludes=(1, 6, 7), is_certain=False),
    Caused(15, another_sender, "another address than that of the mailbox"),
    Caused(16, password_to_smtp, "by user name and password"),
    Caused(17, password_against_security_defaults, "which security defaults or Conditional Access block"),
    Caused(18, ews_off, "EWS is off for the organization", excludes=(9,), is_certain=False),
    Caused(18, ews_not_on_the_list, "not on the organization's list", is_certain=False),
    Caused(18, ews_off_for_the_mailbox, "EWS is off for the mailbox", is_certain=False),
    Caused(18, kiosk, "a licence without EWS", is_certain=False),
    Caused(18, ews_access_policy, "an application access policy", is_certain=False),
    Caused(19, ews_token, "the token is not taken"),
    Caused(19, ews_token_by_exchangelib, "the token is not taken", is_certain=False),
    Caused(18, ews_shut_by_exchangelib, "EWS is off for the mailbox", is_certain=False),
    Caused(20, outside_the_scope, "outside of its role's scope"),
    Caused(20, no_impersonation, "no ExchangeImpersonation header"),
    Caused(21, secrets_id, "the secret's id was pasted"),
    Caused(21, anothers_secret, "of another application", excludes=(50,)),
    Caused(22, secret_expired, "secret has expired"),
    Caused(23, unknown_application, "the tenant does not know the application"),
    Caused(23, unknown_tenant, "no tenant of this id"),
    Caused(24, public_client_flows_off, "public client flows are off"),
    Caused(25, no_consent, "consented"),
    Caused(26, second_factor, "multi-factor authentication"),
    Caused(27, conditional_access, "Conditional Access policy blocks"),
    Caused(28, managed_device, "compliant device"),
    Caused(29, security_defaults, "security defaults"),
    Caused(30, wrong_password, "the password is wrong"),
    Caused(30, disabled, "the account is disabled"),
    Caused(31, revoked, "the grant was revoked"),
    Caused(31, unused_for_90_days, "has expired, unused for too long"),
    Caused(32, other_subject, "trusts no token with this issuer, subject and audience"),
    Caused(32, other_case, "trusts no token with this issuer, subject and audience"),
    Caused(33, old_assertion, "older than it may be"),
    Caused(34, unknown_certificate, "none of the application's"),
    Caused(35, no_id_token, "no permission to ask for a token"),
    Caused(36, no_exchange, "no service principal of it"),
    Caused(37, single_scope_for_an_application, "takes one scope"),
    Caused(38, not_assigned, "asks for assignment"),
    Caused(39, redirect_uri, "redirect URI is not registered"),
    Caused(40, one_line, "on the same line", is_certain=False),
    Caused(41, no_pop3_scope, "POP.AccessAsUser.All is missing"),
    Caused(41, pop3_off, "POP3 is switched off", excludes=(1, 2, 5, 9, 7, 11)),
    Caused(42, throttled, "asks to wait"),
    Caused(43, session_outlives_its_token, "older than its token"),
    Caused(44, unavailable, "does not answer now"),
    Caused(45, in_junk, "taken for junk"),
    Caused(45, never_arrives, "in quarantine"),
    Caused(46, address_is_banned, "may send outside only little"),
    Caused(47, untrusted, "reads TLS", is_certain=False),
    Caused(47, no_roots_of_the_fake, "the fake answers"),
    Caused(48, nobody_listens, "lets nobody out on this port"),
    Caused(49, older_token, "a token from a cache"),
    Caused(50, line_end_in_the_secret, "a line end or quotes"),
    Caused(51, unknown_name, "DNS does not know the name"),
)

#: rows, or parts of rows, that no fake can cause, with the reason
NOT_CAUSABLE = {
    48: "one address family that leads nowhere while the other answers: the machine's own routes make it",
    40: "a token of over 3,000 characters that POP3 refuses: the fake takes long lines; the length is judged in a test",
    52: "a clock that is wrong by minutes is the machine's; a fake that shows another Date stands for it",
}
