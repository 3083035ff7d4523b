"""Rows 40 to 52: POP3, throttling, delivery, TLS and the network, each caused on a fake."""

from __future__ import annotations

import socket
from base64 import b64encode
from datetime import timedelta

import msal
import requests

from fakeserver.xoauth2 import pop3_authenticate, xoauth2
from pytest_m365.diagnosis import Diagnosis
from pytest_m365.doctor.context import Time
from tests.plugin.doctor.programs import (
    RESOURCE,
    SIGN_IN_HOST,
    imap_signed_in,
    pop3_session,
    shown_to_imap,
)
from tests.plugin.doctor.situation import Clock, Situation


def one_line(at: Situation) -> Diagnosis:
    def program() -> None:
        with pop3_session() as pop3:
            response = xoauth2(at.m365.username, at.m365.token("POP.AccessAsUser.All"))
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
    return at.met(lambda: requests.get(at.m365.ews_url, headers={"Authorization": f"Bearer {token}"}, timeout=60))


def unknown_name(at: Situation) -> Diagnosis:
    return at.as_user(protocols=["imap"], M365_IMAP="imap.contoso.invalid:993").failed("names")


def clock_is_wrong(at: Situation) -> Diagnosis:
    clock = Clock(timedelta(minutes=-15))
    return at.as_user(protocols=["imap"], time=Time(clock.now, clock.sleep)).failed("clock")
