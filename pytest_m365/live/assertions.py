"""Tokens of another issuer, by which a daemon proves itself without a secret (federated identity credentials).

Each lives for minutes only, so msal is given a callable that fetches one whenever it asks Entra ID.

Sources: learn.microsoft.com/entra/workload-id/workload-identity-federation and
docs.github.com/actions/reference/security/oidc.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from fakeserver.jws import readable_claims
from pytest_m365.live.errors import SignInRefused, Unavailable

#: what Entra ID expects as ``aud``
AUDIENCE = "api://AzureADTokenExchange"
#: seconds that GitHub's answer may take
TIMEOUT = 20.0
#: asked again with a short pause: GitHub's token service now and then has none
_RETRIES = Retry(
    total=3,
    backoff_factor=0.2,
    status_forcelist=(429, 500, 502, 503, 504),
    raise_on_status=False,
    # A minute here would be a minute without a word.
    respect_retry_after_header=False,
)
_PERMISSION = (
    "the job needs `permissions: id-token: write`; a pull request from a fork gets no token, whatever its workflow says"
)


class TokenFile:
    """The token in a file that somebody else keeps fresh, as Kubernetes and GitLab do."""

    def __init__(self, path: str, learn: Callable[[str], None]) -> None:
        self._path = path
        self._learn = learn

    def __call__(self) -> str:
        """Return the token that stands there now.

        Raises:
            SignInRefused: there is no file, or no token in it.
        """
        doing = f"reading M365_FEDERATED_TOKEN_FILE, {self._path}"
        try:
            token = Path(self._path).read_text("ascii").strip()
        except OSError as error:
            raise SignInRefused(doing, f"it cannot be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise SignInRefused(doing, "it holds no token, which is ASCII") from None
        self._learn(token)
        if not readable_claims(token):
            raise SignInRefused(doing, f"it holds no token (a JWT): {len(token)} characters without readable claims")
        return token


class GitHubTokens:
    """The tokens of GitHub Actions, each asked for with the job's own request token."""

    def __init__(self, url: str, request_token: str, learn: Callable[[str], None]) -> None:
        self._url = url
        self._request_token = request_token
        self._learn = learn

    def __call__(self) -> str:
        """Ask for a new token.

        Raises:
            SignInRefused: GitHub gives none.
            Unavailable: GitHub cannot be reached.
        """
        self._learn(self._request_token)
        doing = f"asking GitHub Actions ({urlsplit(self._url).hostname}) for a token"
        if urlsplit(self._url).scheme != "https":
            raise SignInRefused(doing, "ACTIONS_ID_TOKEN_REQUEST_URL is no https address")
        try:
            answer = self._ask()
        except requests.RequestException as error:
            raise Unavailable("token", doing, f"{type(error).__name__}: no answer ({_reason(error)})") from None
        if answer.status_code >= 500 or answer.status_code == 429:
            raise Unavailable("token", doing, f"HTTP {answer.status_code} {answer.reason}")
        token = _value(answer)
        if token is None:
            said = " ".join(answer.text.split())[:200]
            raise SignInRefused(doing, f"HTTP {answer.status_code} {answer.reason} {said!r}: {_PERMISSION}")
        self._learn(token)
        return token

    def _ask(self) -> requests.Response:
        joint = "&" if urlsplit(self._url).query else "?"
        with requests.Session() as session:
            session.mount("https://", HTTPAdapter(max_retries=_RETRIES))
            return session.get(
                f"{self._url}{joint}{urlencode({'audience': AUDIENCE})}",
                headers={"Accept": "application/json"},
                # Not as a header of its own: requests would put what ~/.netrc has for the host in its place.
                auth=self._authorize,
                timeout=TIMEOUT,
                allow_redirects=False,
            )

    def _authorize(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"bearer {self._request_token}"
        return request


def _value(answer: requests.Response) -> str | None:
    """Return the token in GitHub's answer."""
    try:
        said: Any = answer.json() if answer.status_code == 200 else None
    except ValueError:
        return None
    value = said.get("value") if isinstance(said, dict) else None
    return value if isinstance(value, str) and value else None


def _reason(error: requests.RequestException) -> str:
    """Return the innermost reason, without the address, whose query may say much."""
    inner: Any = error.args[0] if error.args else error
    reason = getattr(inner, "reason", inner)
    return str(reason).rpartition(": ")[2] or type(reason).__name__
