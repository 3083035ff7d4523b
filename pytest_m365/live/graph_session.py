"""A connection to Microsoft Graph, whose errors are told as the live helpers know them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from fakeserver.digits import number_in
from pytest_m365.live.busy import is_busy
from pytest_m365.live.errors import AccessRefused, Busy, Disconnected, LiveError

#: seconds that an answer may take
TIMEOUT = 30.0
#: what a page of many asks for, the most that lists give
PAGE = 1000
#: Exchange's codes for an item or a folder that is not there. A malformed id is one of a mailbox that was moved.
_GONE = ("ErrorItemNotFound", "ErrorFolderNotFound", "ErrorInvalidIdMalformed")
#: a 404 of the same code that means the whole mailbox: "Default folder Root not found."
_NO_MAILBOX = "Default folder "


class StateLost(Exception):
    """What was known of a folder's changes means nothing any more."""


class GraphSession:
    """One mailbox; each request is signed in with the token that was asked for at the beginning."""

    def __init__(self, url: str, user: str, token: Callable[[], str]) -> None:
        """Take what requests need; nothing is asked yet.

        Args:
            url: Microsoft Graph's, with its version.
            user: the mailbox's address.
            token: asked once, for this session.
        """
        self._url = url
        self._user = user
        self._was_let_in = False
        self._http = requests.Session()
        self._http.headers.update({"Authorization": f"Bearer {token()}", "Accept": "application/json"})

    def get(self, path: str, doing: str, **query: str) -> Any:
        """Return a resource, read as JSON.

        Args:
            path: below the mailbox, its parts quoted by `key`.
            doing: what is tried, for errors.
            query: options of OData without their ``$``.
        """
        return self.ask("GET", path, doing, query=query).json()

    def pages(self, path: str, doing: str, **query: str) -> Iterator[Any]:
        """Yield the entries of a list, however many pages it has."""
        page = self.get(path, doing, **query)
        while True:
            yield from page["value"]
            link = page.get("@odata.nextLink")
            if link is None:
                return
            page = self.ask("GET", link, doing).json()

    def ask(
        self,
        method: str,
        path: str,
        doing: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
        prefer: str = "",
    ) -> requests.Response:
        """Make one request; return its answer, a success.

        Args:
            path: below the mailbox, or a link that the service has given.

        Raises:
            LookupError: an item or a folder isn't there.
            StateLost: a link to changes has run out.
            LiveError
        """
        url = path if "://" in path else f"{self._url}/users/{key(self._user)}/{path}"
        if urlsplit(url)[:2] != urlsplit(self._url)[:2]:
            raise AccessRefused("graph", doing, f"a link leads to {urlsplit(url).netloc}, where no token is sent")
        try:
            answer = self._http.request(
                method,
                url,
                # Not by requests, which encodes "$" as well; the service reads both.
                params={f"${name}": value for name, value in (query or {}).items()},
                json=body,
                headers={"Prefer": prefer} if prefer else {},
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except OSError as error:
            raise Disconnected("graph", doing, f"{type(error).__name__}: {error}") from error
        if answer.ok and answer.status_code < 300:
            self._was_let_in = True
            return answer
        raise self._meant(answer, doing)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    # --- inside ------------------------------------------------------------------------------------------------

    def _meant(self, answer: requests.Response, doing: str) -> Exception:
        code, text = said_in(answer)
        said = f"HTTP {answer.status_code} {code}: {text}" if code else f"HTTP {answer.status_code} {answer.reason}"
        if is_busy("graph", said):
            return Busy("graph", doing, said, _seconds(answer))
        if answer.status_code == 410:
            return StateLost(said)
        if code in _GONE and _NO_MAILBOX not in text:
            self._was_let_in = True
            return LookupError(said)
        return self._refused(answer.status_code, said, doing)

    def _refused(self, status: int, said: str, doing: str) -> LiveError:
        """Tell a token that has run out from one that was never taken."""
        if status == 401 and self._was_let_in:
            return Disconnected("graph", doing, f"{said}, though the token was taken before")
        return AccessRefused("graph", f"{doing} of {self._user}", said)


def key(name: str) -> str:
    """Return an id, a folder's name or an address as a part of a path."""
    return quote(name, safe="")


def said_in(answer: requests.Response) -> tuple[str, str]:
    """Return the code and the text of an answer that is an error, the text in one line; empty where there are none."""
    try:
        error = answer.json()["error"]
        return str(error["code"]), " ".join(str(error.get("message", "")).split())
    except (ValueError, LookupError, TypeError, AttributeError):
        # A proxy's page.
        return "", ""


def _seconds(answer: requests.Response) -> float | None:
    """Return how long the service asks to wait; it may name fractions of a second. None: it does not say."""
    whole, _, _ = answer.headers.get("Retry-After", "").strip().partition(".")
    seconds = number_in(whole, most=6)
    return None if seconds is None else float(seconds)
