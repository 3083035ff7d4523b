"""A person signs in at a browser, here or on another device; what comes of it is kept once the guard has seen it."""

from __future__ import annotations

import shutil
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msal
from msal.oauth2cli.oauth2 import BrowserInteractionTimeoutError

from pytest_m365.live.errors import SignInRefused
from pytest_m365.live.guard import Guard
from pytest_m365.live.guarded_session import GuardedSession
from pytest_m365.live.refusals import asking, refused
from pytest_m365.live.settings import LiveSettings
from pytest_m365.live.wait_budget import WaitBudget

#: every delegated permission for mail
SCOPES = ("IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send", "EWS.AccessAsUser.All")
#: seconds that the person has
TIMEOUT = 300
_SILENCE = (
    "no answer came to http://localhost within {minutes} minutes. If the page said AADSTS50011, the registration has "
    "no such redirect URI: Authentication > Add a platform > Mobile and desktop applications > http://localhost"
)
#: what a person at the command line can do about some refusals
_HINTS = {
    7000218: "the registration does not allow this: Authentication > Settings > Allow public client flows > Yes",
    65001: "an admin consents for everybody: App registrations > API permissions > Grant admin consent",
    90094: "an admin consents for everybody: App registrations > API permissions > Grant admin consent",
    53003: "Conditional Access blocks it; policies often block device codes alone, so try the browser (no --device)",
}


@dataclass(frozen=True)
class SignedIn:
    """Who has signed in, and what the application may do for them."""

    user: str
    #: short names
    scopes: tuple[str, ...]


class HeldTokens(msal.TokenCache):  # type: ignore[misc]  # msal has no types
    """Tokens that are kept nowhere until they are released."""

    def __init__(self) -> None:
        super().__init__()
        self._events: list[dict[str, Any]] = []

    def add(self, event: dict[str, Any], now: Any = None) -> None:
        """Take the tokens of an answer, as msal has it."""
        self._events.append({**event, "response": dict(event.get("response", {}))})
        super().add(event, now=now)

    def release(self, cache: msal.TokenCache) -> None:
        """Put them into another cache."""
        for event in self._events:
            cache.add(event)


class Person:
    """The sign-ins of persons for one tenant and one public application."""

    def __init__(self, settings: LiveSettings, guard: Guard, tell: Callable[[str], object]) -> None:
        """Take where they sign in.

        Args:
            tell: shows the person a line.

        Raises:
            NotAllowed: the tenant or the authority is not one that live runs may touch.
        """
        guard.check_tenant(settings.tenant_id)
        guard.check_url(settings.authority)
        self._settings = settings
        self._guard = guard
        self._tell = tell

    def sign_in(self, user: str, scopes: Sequence[str], cache: msal.TokenCache, *, by_device: bool) -> SignedIn:
        """Let somebody sign in, and keep that if it is the right one.

        Args:
            user: sign-in name.
            scopes: short names of what is asked consent for.
            cache: is to keep it.
            by_device: by a code that is typed on any device, instead of by this machine's browser.

        Raises:
            NotAllowed: the mailbox is not the tests' own, or somebody else has signed in; nothing is kept.
            SignInRefused, Unavailable
        """
        self._guard.check_mailbox(user)
        doing = f"signing in as {user}"
        resource = self._settings.cloud.resource
        wanted = [f"{resource}/{scope}" for scope in scopes]
        held = HeldTokens()
        with GuardedSession(self._guard, _unheard, WaitBudget()) as session, asking(doing):
            try:
                app = msal.PublicClientApplication(
                    self._settings.client_id,
                    authority=self._settings.authority,
                    instance_discovery=False,
                    token_cache=held,
                    http_client=session,
                )
                result = self._by_device(app, wanted) if by_device else self._by_browser(app, wanted, user)
            except BrowserInteractionTimeoutError:
                raise SignInRefused(doing, _SILENCE.format(minutes=TIMEOUT // 60)) from None
        if "access_token" not in result:
            refusal = refused(result, doing)
            hint = _HINTS.get(refusal.code)
            raise SignInRefused(doing, f"{refusal.answer}; {hint}", refusal.code) if hint else refusal
        self._guard.check_token(result["access_token"], client_id=self._settings.client_id or "", user=user)
        held.release(cache)
        granted = str(result.get("scope", "")).split()
        return SignedIn(user, tuple(scope.rpartition("/")[2] for scope in granted if scope.startswith("https://")))

    def _by_browser(self, app: msal.PublicClientApplication, scopes: list[str], user: str) -> dict[str, Any]:
        # It is sent nothing, and yet what is typed there is typed at this host.
        self._guard.check_url(app.authority.authorization_endpoint)
        result: dict[str, Any] = app.acquire_token_interactive(
            scopes,
            prompt="select_account",
            login_hint=user,
            timeout=TIMEOUT,
            on_before_launching_ui=lambda **_: self._tell(f"A browser opens; sign in there as {user}."),
            auth_uri_callback=lambda url: self._tell(f"No browser has opened. Open this address in one:\n{url}"),
        )
        return result

    def _by_device(self, app: msal.PublicClientApplication, scopes: list[str]) -> dict[str, Any]:
        flow: dict[str, Any] = app.initiate_device_flow(scopes)
        if "user_code" not in flow:
            return flow
        self._tell(flow["message"])
        result: dict[str, Any] = app.acquire_token_by_device_flow(flow)
        return result


def has_browser() -> bool:
    """Say whether this machine has a browser that can be opened."""
    try:
        webbrowser.get()
    except webbrowser.Error:
        # In Windows' Linux, msal opens that of Windows.
        return any(map(shutil.which, ("wslview", "explorer.exe")))
    return True


def _unheard(secret: str) -> None:
    """Learn nothing: the command shows what it says itself, and no report."""
