"""Tests that let secrets out in every way that is known; copied into a project of their own, and run there.

They fail, most of them. No secret stands in this file: they come by the environment, and as tokens of the fake.
"""

import asyncio
import http.client
import imaplib
import logging
import os
import pprint
import smtplib
import socket
import subprocess
import sys
import threading
import warnings
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msal
import pytest
import requests

from pytest_m365 import Target

SECRET, PASSWORD, TOKEN, KEY = (os.environ[f"LEAK_{name}"] for name in ("SECRET", "PASSWORD", "TOKEN", "KEY"))
LOG = logging.getLogger("program")


@dataclass
class Settings:
    client_secret: str
    password: str = PASSWORD


@pytest.fixture
def settings() -> Settings:
    return Settings(SECRET)


@pytest.fixture
def token(m365: Target) -> str:
    return m365.token("https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send")


@pytest.fixture(params=[SECRET, TOKEN.encode()])
def parameter(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
def refusing() -> Iterator[str]:
    """An address at which nobody listens."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{bound.getsockname()[1]}"


# --- tracebacks ---


def test_arguments_of_a_client(refusing: str, token: str) -> None:
    form = {"client_secret": SECRET, "password": PASSWORD, "client_assertion": TOKEN}
    requests.post(f"http://{refusing}/?key={SECRET}", data=form, headers={"Authorization": f"Bearer {token}"})


def test_locals_of_msal(refusing: str) -> None:
    msal.ConfidentialClientApplication(
        "app", client_credential=SECRET, authority=f"https://{refusing}/contoso", instance_discovery=False
    )


def test_locals_of_msal_with_a_key(m365: Target) -> None:
    credential = {"private_key": KEY[:-40], "thumbprint": "00" * 20}
    msal.ConfidentialClientApplication(
        "app", client_credential=credential, authority=m365.authority, instance_discovery=False
    )


def test_a_dataclass(settings: Settings) -> None:
    assert settings == Settings(TOKEN)


def test_a_text(token: str) -> None:
    assert token == ""


def test_halves(token: str) -> None:
    assert {"a": token[:700], "b": [token[300:], SECRET[4:30]]} == {"a": token[:200] + "x", "b": KEY[100:900]}


def test_the_environment() -> None:
    assert "LEAK_NOTHING" in os.environ


def shortened(authorization: str, octets: bytes, whole: dict[str, object]) -> None:
    raise RuntimeError(f"{authorization!r:.90} {octets!r:.300}")


def test_shortened(token: str, settings: Settings) -> None:
    shortened(f"Bearer {token}", token.encode(), {"token": token, "key": KEY, "settings": settings})


def test_broken_over_lines(token: str) -> None:
    assert [token.encode(), KEY.encode(), SECRET.encode()] == []


def test_written_by_pprint(token: str) -> None:
    raise RuntimeError(pprint.pformat({"all": [token.encode(), {SECRET.encode(): TOKEN.encode()}]}, width=40))


def test_sasl(m365: Target, token: str) -> None:
    raise RuntimeError(b64encode(f"user={m365.username}\x01auth=Bearer {token}\x01\x01".encode()))


def test_basic(m365: Target) -> None:
    raise RuntimeError(f"Basic {b64encode(f'app:{SECRET}'.encode()).decode()} {b64encode(PASSWORD.encode())!r}")


def test_a_header_with_a_line_end(m365: Target) -> None:
    requests.get(m365.ews_url, headers={"X-Secret": f"{SECRET}\n", "Authorization": f"Bearer {TOKEN}\n"})


def test_a_program() -> None:
    subprocess.run([sys.executable, "-c", "raise SystemExit(1)", SECRET, TOKEN], check=True)


def test_several() -> None:
    one, other = ValueError(SECRET), KeyError(TOKEN)
    one.add_note(f"noted {KEY}")
    raise ExceptionGroup(f"several {PASSWORD}", [one, other]) from RuntimeError(PASSWORD)


def test_without_a_traceback() -> None:
    pytest.fail(f"failed {SECRET} {TOKEN}", pytrace=False)


def test_that_skips() -> None:
    pytest.skip(f"skipped {SECRET}")


def test_that_is_expected_to_fail() -> None:
    pytest.xfail(f"expected {SECRET}")


@pytest.fixture
def broken_before() -> None:
    raise RuntimeError(f"before {SECRET}")


@pytest.fixture
def broken_behind() -> Iterator[None]:
    yield
    raise RuntimeError(f"behind {SECRET}")


def test_before(broken_before: None) -> None:
    """Not reached."""


def test_behind(broken_behind: None) -> None:
    """Its fixture fails."""


def test_within(subtests: Any) -> None:
    with subtests.test(f"within {SECRET}", word=TOKEN):
        print("within", SECRET)
        raise RuntimeError(SECRET)


async def in_a_task(argument: str) -> None:
    await asyncio.sleep(0)
    raise RuntimeError(argument)


def test_in_a_task(token: str) -> None:
    asyncio.run(in_a_task(token))


# --- names ---


@pytest.mark.parametrize("value", [SECRET, f"{SECRET}2", TOKEN, PASSWORD.encode()])
def test_parameters(value: object) -> None:
    raise RuntimeError("of a parameter")


@pytest.mark.parametrize("value", [1, 2], ids=[SECRET, f"again-{SECRET}"])
def test_ids(value: int, tmp_path: Any) -> None:
    (tmp_path / "file.txt").write_text("nothing")
    raise RuntimeError("of an id")


def test_of_a_fixture(parameter: object) -> None:
    raise RuntimeError("of a fixture's parameter")


# --- properties ---


def test_properties(record_property: Any, record_testsuite_property: Any, request: pytest.FixtureRequest) -> None:
    record_property("client secret", SECRET)
    record_property(TOKEN, [1, SECRET])
    record_testsuite_property("secret", f"<{SECRET}>")
    if request.config.pluginmanager.has_plugin("html"):
        import pytest_html

        request.getfixturevalue("extras").append(pytest_html.extras.text(TOKEN))
    raise RuntimeError("of properties")


# --- beside reports ---


def test_warnings(settings: Settings) -> None:
    warnings.warn(f"warned {SECRET} {settings}", stacklevel=1)


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

    class Credentials(exchangelib.OAuth2Credentials):
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
    imaplib.Debug = 5
    try:
        client = imaplib.IMAP4_SSL(m365.imap.host, m365.imap.port, ssl_context=m365.ssl_context())
        client.authenticate("XOAUTH2", lambda _: f"user={m365.username}\x01auth=Bearer {token}\x01\x01".encode())
        client.logout()
    finally:
        imaplib.Debug = 0
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
