"""The HTTP client that msal is given: it goes to allowed hosts only, and tells what in its traffic is secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qsl, urljoin

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from fakeserver.digits import number_in
from fakeserver.grams import SHORTEST
from pytest_m365.live.busy import STATUSES
from pytest_m365.live.guard import Guard
from pytest_m365.live.wait_budget import WaitBudget

#: seconds that an answer may take
TIMEOUT = 30.0
#: one more try where there was no connection, as in msal's own client; answers are ours to judge, and urllib3 would
#: sleep for as long as one with Retry-After asks
_RETRIES = Retry(1, connect=1, read=0, redirect=0, status=0, other=0, respect_retry_after_header=False)
_SECRET_PARAMETERS = (
    "client_secret", "client_assertion", "password", "refresh_token", "code", "code_verifier", "device_code"
)  # fmt: skip
_SECRET_FIELDS = ("access_token", "refresh_token", "id_token", "device_code")


class SignInBusy(requests.RequestException):
    """The service is down or busy, for longer than the run waits; says its answer."""


class Moved(requests.RequestException):
    """The service answered with a redirect, which its endpoints for programs never do."""


class GuardedSession(requests.Session):
    """A session that no request leaves for a host that the guard does not allow."""

    def __init__(self, guard: Guard, learn: Callable[[str], None], wait_budget: WaitBudget | None = None) -> None:
        """Take what it may reach.

        Args:
            learn: is told each secret that is sent or received.
            wait_budget: for a busy service; without, its answers are passed on as they are.
        """
        super().__init__()
        self._guard = guard
        self._learn = learn
        self._wait_budget = wait_budget
        self.mount("https://", HTTPAdapter(max_retries=_RETRIES))

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        """Send a request.

        Raises:
            NotAllowed: it is for another host, or was answered with a redirect to one.
            SignInBusy, Moved, requests.RequestException
        """
        url = request.url or ""
        self._guard.check_url(url)
        for secret in _sent(request):
            self._learn(secret)
        options |= {"timeout": options.get("timeout") or TIMEOUT, "allow_redirects": False}
        while True:
            answer = super().send(request, **options)
            if answer.status_code not in STATUSES or self._wait_budget is None:
                break
            if not self._wait_budget.wait(_retry_after(answer)):
                raise SignInBusy(f"HTTP {answer.status_code} {answer.reason}{_said(answer)}")
        for secret in _received(answer):
            self._learn(secret)
        if "location" in answer.headers and answer.is_redirect:
            target = urljoin(url, answer.headers["location"])
            self._guard.check_url(target)
            raise Moved(f"HTTP {answer.status_code} {answer.reason}, a redirect to {target}, which is not followed")
        return answer


def _sent(request: requests.PreparedRequest) -> Iterator[str]:
    """Yield the secrets in a request's form."""
    body = request.body
    if isinstance(body, (str, bytes)):
        text = body.decode("latin-1") if isinstance(body, bytes) else body
        for name, value in parse_qsl(text):
            # A test may send a wrong one that is too short to be kept secret.
            if name in _SECRET_PARAMETERS and len(value) >= SHORTEST:
                yield value


def _received(answer: requests.Response) -> Iterator[str]:
    """Yield the secrets in an answer's JSON."""
    if "json" in answer.headers.get("content-type", ""):
        try:
            said = answer.json()
        except ValueError:
            return  # msal says what is wrong with it
        for name in _SECRET_FIELDS:
            if isinstance(said, dict) and isinstance(said.get(name), str):
                yield said[name]


def _retry_after(answer: requests.Response) -> float | None:
    """Return the seconds that the service asks for; None where it asks for none."""
    value = answer.headers.get("retry-after", "").strip()
    if (seconds := number_in(value, most=6)) is not None:
        return float(seconds)
    try:
        then, now = parsedate_to_datetime(value), parsedate_to_datetime(answer.headers.get("date", ""))
        return max(0.0, (then - now).total_seconds())
    except (ValueError, TypeError):
        return None


def _said(answer: requests.Response) -> str:
    """Return what an answer says beside its status: Entra ID's own text, or its beginning."""
    try:
        said = answer.json()
    except ValueError:
        text = ""
    else:
        text = str(said.get("error_description") or said.get("error") or "") if isinstance(said, dict) else ""
    wait = answer.headers.get("retry-after")
    return "".join([f": {' '.join(text.split())}" if text else "", f" (Retry-After: {wait})" if wait else ""])
