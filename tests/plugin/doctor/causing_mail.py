"""Rows 1 to 20: what the mail protocols say, each caused on a fake."""

from __future__ import annotations

import time

from fakeserver.jws import readable_claims
from fakeserver.xoauth2 import xoauth2
from pytest_m365 import clients
from pytest_m365.diagnosis import Diagnosis, Seen
from tests.plugin.doctor.programs import (
    MAIL_HOST,
    ews_request,
    imap_session,
    message,
    shown_to_imap,
    smtp_login,
    smtp_session,
)
from tests.plugin.doctor.situation import Situation

ELSEWHERE = "11111111-2222-3333-4444-555555555555"


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
