"""Tests that let secrets out beside reports: in warnings, threads, output and logs, their own and those of clients.

No secret stands in this file: they come by the environment, and as tokens of the fake.
"""

import http.client
import imaplib
import logging
import os
import smtplib
import sys
import threading
import warnings
from typing import Any

import pytest
import requests

from pytest_m365 import Target

SECRET, PASSWORD, TOKEN, KEY = (os.environ[f"LEAK_{name}"] for name in ("SECRET", "PASSWORD", "TOKEN", "KEY"))
LOG = logging.getLogger("program")


def test_warnings() -> None:
    warnings.warn(f"warned {SECRET} {KEY!r}", stacklevel=1)


class Unraisable:
    def __del__(self) -> None:
        raise RuntimeError(f"in a finalizer {SECRET}")


def test_a_finalizer() -> None:
    Unraisable()


def failing(argument: str) -> None:
    raise RuntimeError(f"in a thread {argument}")


def test_a_thread(token: str) -> None:
    thread = threading.Thread(target=failing, args=[token], name=SECRET)
    thread.start()
    thread.join()


# --- output ---


def test_prints(token: str) -> None:
    print("printed", SECRET, PASSWORD, KEY, {"token": token})
    print("printed", TOKEN, token, file=sys.stderr)
    sys.stdout.writelines([SECRET[:5], SECRET[5:], "\n"])
    sys.stdout.flush()
    sys.stdout.buffer.write(f"{SECRET}\n".encode())
    for letter in f"{SECRET} {token}\n":
        sys.stderr.write(letter)
        sys.stderr.flush()
    raise RuntimeError("printed")


def test_logs(token: str) -> None:
    LOG.debug("logged %s", SECRET)
    LOG.warning("logged %r", {"token": token, "key": KEY})
    try:
        raise RuntimeError(PASSWORD)
    except RuntimeError:
        LOG.exception("logged %s", TOKEN)
    raise RuntimeError("logged")


def test_a_handler_of_its_own(token: str) -> None:
    handler = logging.StreamHandler(sys.__stderr__)
    LOG.addHandler(handler)
    try:
        LOG.error("by a handler %s", token)
    finally:
        LOG.removeHandler(handler)


def test_exchangelib(m365_ews: Any) -> None:
    raise RuntimeError(f"{m365_ews.inbox.total_count} messages, {m365_ews.protocol.credentials.access_token}")


def test_exchangelib_with_a_secret(m365: Target) -> None:
    import exchangelib
    from exchangelib.version import EXCHANGE_O365, Version

    class Credentials(exchangelib.OAuth2Credentials):  # type: ignore[misc]
        token_url = m365.token_url

    app = m365.daemon_app
    identity = exchangelib.Identity(primary_smtp_address=m365.username)
    configuration = exchangelib.Configuration(
        service_endpoint=m365.ews_url,
        credentials=Credentials(app.client_id, app.client_secret, m365.tenant_id, identity),
        auth_type="OAuth 2.0",
        version=Version(EXCHANGE_O365),
    )
    account = exchangelib.Account(
        m365.username, config=configuration, autodiscover=False, access_type=exchangelib.IMPERSONATION
    )
    raise RuntimeError(f"{account.inbox.total_count} messages")


def test_msal(m365: Target) -> None:
    answer = m365.msal_daemon().acquire_token_for_client(["https://outlook.office365.com/.default"])
    assert answer["token_type"] == "none", answer


def test_debugging_http(m365: Target, token: str) -> None:
    http.client.HTTPConnection.debuglevel = 1
    try:
        requests.get(f"{m365.ews_url}?{SECRET}", headers={"Authorization": f"Bearer {token}", "X-Key": SECRET})
    finally:
        http.client.HTTPConnection.debuglevel = 0
    raise RuntimeError("debugging")


def test_debugging_mail(m365: Target, token: str) -> None:
    imaplib.Debug = 5  # type: ignore[attr-defined]
    try:
        client = imaplib.IMAP4_SSL(m365.imap.host, m365.imap.port, ssl_context=m365.ssl_context())
        client.authenticate("XOAUTH2", lambda _: f"user={m365.username}\x01auth=Bearer {token}\x01\x01".encode())
        client.logout()
    finally:
        imaplib.Debug = 0  # type: ignore[attr-defined]
    with smtplib.SMTP(m365.smtp.host, m365.smtp.port) as smtp:
        smtp.set_debuglevel(1)
        smtp.starttls(context=m365.ssl_context())
        smtp.ehlo()
        smtp.user, smtp.password = m365.username, token
        smtp.auth("XOAUTH2", lambda _=None: f"user={m365.username}\x01auth=Bearer {token}\x01\x01")
    raise RuntimeError("debugging")


@pytest.mark.parametrize("value", [SECRET])
def test_that_kills_its_worker(value: str, request: pytest.FixtureRequest) -> None:
    if hasattr(request.config, "workerinput"):
        os._exit(3)
