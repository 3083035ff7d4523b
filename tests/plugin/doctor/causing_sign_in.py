"""Rows 21 to 39: no token, each caused on a fake."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from typing import Any

import jwt
import requests
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pytest_m365.diagnosis import Diagnosis, Seen, diagnose
from pytest_m365.live.environment import SettingsWrong
from tests.plugin.doctor.programs import (
    MAIL_HOST,
    RESOURCE,
    SIGN_IN_HOST,
    diagnosed_answer,
)
from tests.plugin.doctor.situation import Examined, Situation

GITHUB = "https://token.actions.githubusercontent.com"
#: of a GUID's form, as the portal's "Secret ID" is
SECRET_ID = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"


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


def nobody_signed_in(at: Situation) -> Diagnosis:
    return at.as_user(M365_PASSWORD=None, M365_ALLOW_PASSWORD=None).failed("token")


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
    page = requests.get(url, params=query, timeout=60).text
    return diagnosed_answer(page)


def token_request(at: Situation, **fields: str) -> str:
    form = {
        "grant_type": "client_credentials", "client_id": at.daemon.client_id, "client_secret": at.daemon.client_secret,
        "scope": RESOURCE,
    }  # fmt: skip
    answer = requests.post(
        f"https://{SIGN_IN_HOST}/{at.m365.tenant_id}/oauth2/v2.0/token", data=form | fields, timeout=60
    )
    return str(answer.json()["error_description"])


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
