"""Tests that let secrets out by their reports and their names; copied into a project of their own, and run there.

They fail, most of them. No secret stands in this file: they come by the environment, and as tokens of the fake.
"""

import asyncio
import os
import pprint
import socket
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msal
import pytest
import requests

from pytest_m365 import Target

SECRET, PASSWORD, TOKEN, KEY = (os.environ[f"LEAK_{name}"] for name in ("SECRET", "PASSWORD", "TOKEN", "KEY"))


@dataclass
class Settings:
    client_secret: str
    password: str = PASSWORD


@pytest.fixture
def settings() -> Settings:
    return Settings(SECRET)


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
    # as pytest_html.extras.text makes it
    extra = {"name": "Text", "format_type": "text", "content": TOKEN, "mime_type": "text/plain", "extension": "txt"}
    request.getfixturevalue("extras").append(extra)
    raise RuntimeError("of properties")
