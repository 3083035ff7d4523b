"""The browser that the program under test opens, without a screen.

msal's ``acquire_token_interactive`` and most desktop programs call ``webbrowser.open`` with the authorize URL, and
wait on a loopback port for the answer. This browser reads the sign-in pages as a person would: it fills in the form
that it is shown, presses the button, follows redirects, and brings the answer to the redirect URI.
"""

from __future__ import annotations

import http.cookiejar
import ssl
import threading
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from http.client import HTTPMessage
from typing import IO, Any, ClassVar
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest

from fakeserver.tenant.directory.users import User

#: pages of one sign-in; a longer one goes round in a circle
MAX_PAGES = 12
#: seconds that a page may take
TIMEOUT = 60.0

#: how sign-in pages name the field for the account and that for the password
ACCOUNT_FIELDS = ("loginfmt", "login", "username", "account")
PASSWORD_FIELDS = ("passwd", "password")


class SignInFailed(AssertionError):
    """The sign-in page did not let the test's user in."""


class Browser:
    """Signs one user in whenever the program under test opens the system's browser."""

    #: those that are installed, the outermost first
    _installed: ClassVar[list[Browser]] = []
    #: what stands in for the system's browser while any is
    _patch: ClassVar[pytest.MonkeyPatch]

    def __init__(
        self, base_url: str, trust: Callable[[], ssl.SSLContext], user: User, names: Iterable[str] = ()
    ) -> None:
        """Make a browser that opens nothing by itself before it is `installed`.

        Args:
            base_url: of the sign-in pages.
            trust: makes the context that trusts them.
            names: of its tenant, as authorize URLs have them.
        """
        #: beginnings of the addresses that it opens; all others go to the system's browser
        self.prefixes = [base_url]
        self._trust = trust
        self._names = [name.lower() for name in names]
        self.user = user
        #: addresses that were opened, oldest first
        self.visited: list[str] = []

    @property
    def user(self) -> User:
        """Who signs in; set it to another user before the program opens the browser.

        Raises:
            TypeError: it is set to what is no user, such as an address.
        """
        return self._user

    @user.setter
    def user(self, user: User) -> None:
        if isinstance(user, str) or not hasattr(user, "upn"):
            raise TypeError(f"a user signs in, not {user!r}: give m365_fake.user(...)")
        self._user = user

    def open(self, url: str) -> bool:
        """Sign in at an authorize URL; the answer reaches the redirect URI from a thread of its own.

        The program reads its port only after its call to open a browser has returned, so this call must not wait for
        the answer to be read.
        """
        self.visited.append(url)
        try:
            deliver = self._sign_in(url)
        except Exception as failure:
            # The program waits on its port, perhaps for ever: send it the answer of a failed sign-in.
            answer = failure_answer(url, failure)
            if answer is not None:
                threading.Thread(target=_deliver, args=(answer,), name="m365-browser", daemon=True).start()
            raise
        threading.Thread(target=deliver, name="m365-browser", daemon=True).start()
        return True

    def reply(self, url: str) -> str:
        """Sign in at an authorize URL; return the address of the answer, which a program reads off its own browser.

        For programs whose reply address is a page and no port of their own. Nothing is sent there.

        Raises:
            SignInFailed: the pages did not let the user in.
        """
        self.visited.append(url)
        return self._answer(url).full_url

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Stand in for the system's browser, for addresses of the fake alone, until the block ends.

        Where several do, each opens the addresses that name its tenant; the last opens the others. They may end in
        any order.
        """
        patch = Browser._patch if Browser._installed else _stand_in()
        Browser._patch = patch
        Browser._installed.append(self)
        try:
            yield
        finally:
            Browser._installed.remove(self)
            if not Browser._installed:
                patch.undo()

    def _sign_in(self, url: str) -> Callable[[], None]:
        """Go through the pages to the redirect URI; return the call that delivers the answer there."""
        request = self._answer(url)
        return lambda: _deliver(request)

    def _answer(self, url: str) -> urllib.request.Request:
        """Go through the pages to the redirect URI; return what the browser would ask there."""
        redirect_uri = parse_qs(urlsplit(url).query).get("redirect_uri", [""])[0]
        opener = self._opener()
        request = urllib.request.Request(url)
        for _ in range(MAX_PAGES):
            page = _fetch(opener, request)
            request = self._next(page)
            if _same_place(request.full_url, redirect_uri):
                return request
        raise SignInFailed(f"no end of the sign-in after {MAX_PAGES} pages; the last was {request.full_url}")

    def _next(self, page: _Page) -> urllib.request.Request:
        """Return what a person does with a page: follow its redirect, or fill in its form and send it."""
        if page.location:
            return urllib.request.Request(urljoin(page.url, page.location))
        form = page.form
        if form is None:
            raise SignInFailed(f"{page.url} answered {page.status} with a page that has no form:\n{page.text}")
        fields = dict(form.fields)
        for name in fields:
            if name in ACCOUNT_FIELDS:
                fields[name] = self.user.upn
            elif name in PASSWORD_FIELDS:
                fields[name] = self.user.password or ""
        return urllib.request.Request(
            urljoin(page.url, form.action), data=urlencode(fields).encode(), method=form.method
        )

    def _opener(self) -> urllib.request.OpenerDirector:
        return urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPSHandler(context=self._trust()),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
            _NoRedirect(),
        )


def _stand_in() -> pytest.MonkeyPatch:
    """Let the browsers that are installed stand in for the system's; return what takes that back."""

    class Controller(webbrowser.BaseBrowser):
        def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
            return open_url(url)

    system_open, system_get = webbrowser.open, webbrowser.get

    def open_url(url: str, new: int = 0, autoraise: bool = True) -> bool:
        able = [one for one in reversed(Browser._installed) if url.startswith(tuple(one.prefixes))]
        if not able:
            return system_open(url, new, autoraise)
        named = urlsplit(url).path.split("/")[1].lower()
        return next((one for one in able if named in one._names), able[0]).open(url)

    def get(using: str | None = None) -> webbrowser.BaseBrowser:
        return Controller("m365") if using is None else system_get(using)

    patch = pytest.MonkeyPatch()
    patch.setattr(webbrowser, "open", open_url)
    patch.setattr(webbrowser, "get", get)
    return patch


def failure_answer(url: str, failure: Exception) -> urllib.request.Request | None:
    """Return the error answer of a failed sign-in, in the way that the authorize URL asks for its answer.

    None where the URL names no redirect URI that can be recognized.
    """
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    redirect_uri = query.get("redirect_uri", "")
    if not redirect_uri.startswith("http"):
        return None
    fields = urlencode(
        {
            "error": "server_error",
            "error_description": f"the test's browser could not sign in: {failure}",
            "state": query.get("state", ""),
        }
    )
    if query.get("response_mode") == "form_post":
        return urllib.request.Request(redirect_uri, data=fields.encode())
    return urllib.request.Request(f"{redirect_uri}{'&' if '?' in redirect_uri else '?'}{fields}")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leave redirects to the browser: the last one may not be followed in the program's own thread."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow nothing."""


class _Form(HTMLParser):
    """The first form of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found = False
        self.action = ""
        self.method = "GET"
        self.fields: dict[str, str] = {}
        self._inside = self._pressed = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.found:
            self.found = self._inside = True
            self.action, self.method = values.get("action", ""), values.get("method", "get").upper()
        elif self._inside and tag in ("input", "button"):
            self._add(tag, values)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False

    def _add(self, tag: str, values: dict[str, str]) -> None:
        kind = values.get("type", "submit" if tag == "button" else "text").lower()
        if kind == "submit":
            # A person presses one button, the first; the second says "cancel".
            pressed, self._pressed = not self._pressed, True
        else:
            pressed = kind not in ("checkbox", "radio") or "checked" in values
        if values.get("name") and pressed:
            self.fields.setdefault(values["name"], values.get("value", ""))


class _Page:
    """An answer: where it came from, where it leads, what it shows."""

    def __init__(self, url: str, status: int, location: str, text: str) -> None:
        self.url, self.status, self.location, self.text = url, status, location, text

    @property
    def form(self) -> _Form | None:
        form = _Form(self.text)
        return form if form.found else None


def _fetch(opener: urllib.request.OpenerDirector, request: urllib.request.Request) -> _Page:
    try:
        with opener.open(request, timeout=TIMEOUT) as response:
            return _page(response)
    except urllib.error.HTTPError as answer:
        with answer:
            return _page(answer)


def _deliver(request: urllib.request.Request) -> None:
    """Deliver the answer to the program's own port, past any proxy."""
    _fetch(urllib.request.build_opener(urllib.request.ProxyHandler({})), request)


def _page(response: Any) -> _Page:
    text = response.read().decode("utf-8", "replace")
    return _Page(response.url, response.status, response.headers.get("Location", ""), text)


def _same_place(url: str, redirect_uri: str) -> bool:
    here, there = urlsplit(url), urlsplit(redirect_uri)
    return (here.scheme, here.netloc, here.path.rstrip("/")) == (there.scheme, there.netloc, there.path.rstrip("/"))
