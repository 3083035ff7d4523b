"""Every token that msal gets in this process is a secret: our own, and those of the program under test."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msal

from fakeserver.grams import SHORTEST
from pytest_m365.secrecy.registry import Secrets

#: parts of what msal asked for and was answered
_SECRET = ("access_token", "refresh_token", "id_token", "assertion", "client_assertion", "client_secret", "password")


@contextmanager
def msal_watched(secrets: Secrets) -> Iterator[None]:
    """Add what msal puts into any of its caches, before whoever asked for it has it; azure-identity uses msal too.

    Tokens of a cache that is read from a file are in no answer: whoever reads it adds them.
    """
    add = msal.TokenCache.add

    def added(self: Any, event: dict[str, Any], **options: Any) -> Any:
        for part in (event.get("response"), event.get("data")):
            values = [part.get(name) for name in _SECRET] if isinstance(part, dict) else []
            secrets.add(*(value for value in values if isinstance(value, str) and len(value) >= SHORTEST))
        return add(self, event, **options)

    msal.TokenCache.add = added
    try:
        yield
    finally:
        msal.TokenCache.add = add
