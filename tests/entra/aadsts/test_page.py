"""The table of docs/entra.md: each line of code causes the refusal that it promises."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
import requests

from tests.entra.aadsts.client import Entra

PAGE = Path(__file__).resolve().parents[3] / "docs" / "entra.md"
ROWS = re.findall(
    r"^\| (\d+) \| .+? \| `(.+)` \| (\w+) \|$",
    PAGE.read_text("utf-8").partition("<!-- causes -->")[2].partition("<!-- end -->")[0],
    re.MULTILINE,
)

#: Takes what is needed before the line runs, and returns the request that comes after it.
Ask = Callable[[Any], Callable[[], requests.Response]]


def by_password(entra: Entra) -> Callable[[], requests.Response]:
    name, password = entra.alice.upn, entra.password
    return lambda: entra.by_password(password, user=name)


def by_refresh_token(entra: Entra) -> Callable[[], requests.Response]:
    token = entra.refresh_token()
    return lambda: entra.by_refresh_token(token)


def by_code(entra: Entra) -> Callable[[], requests.Response]:
    code = entra.code()
    return lambda: entra.by_code(code)


def by_device_code(entra: Entra) -> Callable[[], requests.Response]:
    flow = entra.device_flow()
    entra.tenant.sign_ins.approve_device_code(flow["user_code"], entra.alice)
    return lambda: entra.poll(flow)


def as_daemon(entra: Entra) -> Callable[[], requests.Response]:
    app, secret = entra.confidential, entra.confidential.client_secret
    form: dict[str, Any] = {
        "client_id": app.client_id,
        "client_secret": secret,
        "scope": "https://outlook.office365.com/.default",
    }
    return lambda: entra.asks(grant_type="client_credentials", **form)


def at_the_page(entra: Entra) -> Callable[[], requests.Response]:
    return lambda: entra.signs_in().page


WAYS: dict[str, Ask] = {
    "password": by_password,
    "refresh": by_refresh_token,
    "code": by_code,
    "device": by_device_code,
    "daemon": as_daemon,
    "page": at_the_page,
}

pytestmark = pytest.mark.filterwarnings("ignore:Use obtain_token_by_auth_code_flow:DeprecationWarning")


def test_the_page_has_its_table() -> None:
    assert len(ROWS) > 30


@pytest.mark.parametrize(("code", "line", "way"), ROWS, ids=[f"{row[0]}-{row[2]}-{n}" for n, row in enumerate(ROWS)])
def test_a_line_causes_what_it_says(entra: Entra, code: str, line: str, way: str) -> None:
    ask = WAYS[way](entra)
    names = {"tenant": entra.tenant, "alice": entra.alice, "app": entra.public, "daemon": entra.confidential}
    exec(line, names)
    answer = ask()
    said = answer.headers.get("Location") or answer.text
    assert f"AADSTS{code}:" in unquote_plus(said)
