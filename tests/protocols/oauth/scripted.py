"""A program that signs in by the pages without a browser: it reads what they tell scripts."""

import json
import re
from typing import Any

from tests.protocols.oauth.client import BASE, Browser, Entra


def config_of(browser: Browser) -> dict[str, Any]:
    """Return the page's ``$Config``, found as programs find it."""
    found = re.search(r"Config=([^\n]+);", browser.answer.body.decode())
    assert found is not None
    config: dict[str, Any] = json.loads(found[1])
    return config


def begin(entra: Entra, **query: Any) -> tuple[Browser, dict[str, Any]]:
    """Ask for a code; return the browser that holds the cookies, and what the first page tells."""
    browser = entra.browser().get(entra.authorize_url(login_hint=entra.alice.upn, **query))
    return browser, config_of(browser)


def tokens(config: dict[str, Any]) -> dict[str, str]:
    """Return the fields by which the page's form is known."""
    return {"flowToken": config["sFT"], "ctx": config["sCtx"], "canary": config["canary"]}


def ask(entra: Entra, browser: Browser, path: str, question: object) -> tuple[int, dict[str, Any]]:
    """Ask what the page's scripts ask."""
    body = question if isinstance(question, bytes) else json.dumps(question).encode()
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    headers = {"Content-Type": "application/json", "Cookie": cookies}
    answer = entra.send(path.removeprefix(BASE), body, headers=headers)
    return answer.status, json.loads(answer.body)
