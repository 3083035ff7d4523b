"""What the live target does: secrets of the environment are known before collection, tokens when somebody has them."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fakeserver.grams import Grams
from pytest_m365 import Target, secrecy
from pytest_m365.fake import FakeTarget
from pytest_m365.secrecy import registry, streams
from pytest_m365.secrecy.msal_tokens import msal_watched

NAMES = ("LEAK_SECRET", "LEAK_PASSWORD", "LEAK_TOKEN", "LEAK_KEY")

if "LEAK_OPENLY" in os.environ:
    # Without the scrub, to show that the same tests give away what they have.
    Grams.runs = lambda self, text: []  # type: ignore[method-assign]
    for module in (registry, streams):
        vars(module)["without_tokens"] = str


def pytest_configure(config: pytest.Config) -> None:
    secrecy.secrets_of(config).add(*(os.environ[name] for name in NAMES))


@pytest.fixture(autouse=True)
def token_known(monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> Iterator[None]:
    """Every token that the target gives is a secret, which the outer test is told of."""
    ask = FakeTarget.token

    def token(self: FakeTarget, *scopes: str, **owner: Any) -> str:
        given = ask(self, *scopes, **owner)
        secrecy.secrets_of(pytestconfig).add(given)
        with Path(os.environ["LEAK_TOKENS"]).open("a") as file:
            print(json.dumps(given), file=file)
        return given

    monkeypatch.setattr(FakeTarget, "token", token)
    with msal_watched(secrecy.secrets_of(pytestconfig)):
        yield


@pytest.fixture
def token(m365: Target) -> str:
    return m365.token("https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send")
