"""The way to a fake that runs elsewhere: HTTP with one pool of connections, and JSON in and out.

No proxy is asked, and no environment variable is read. Thread-safe. Time is real time, whatever a test has done to the
clocks of this process.
"""

import json
import ssl
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn
from urllib.parse import SplitResult, urlencode, urlsplit

import urllib3

from fakeserver import __version__
from fakeserver.client.errors import NotAFake, NotAllowed, OtherVersion, Unreachable, Untrusted, exception_of
from fakeserver.program_time import machine_time, program_time

#: where the API begins, below the base URL
API = "/_fake/api"
HEALTH = "/_fake/health"
#: the header field that a key goes in
KEY_HEADER = "Fakeserver-Key"
#: seconds that the fake has for an answer; a wait has its own besides
TIMEOUT = 30.0
CONNECT_TIMEOUT = 5.0
#: seconds
_A_DAY = 86400
#: connections that are kept open
_KEPT = 8
Query = Mapping[str, object]


class Transport:
    """Asks one fake.

    Attributes:
        base_url: scheme, host and port, without a final slash.
    """

    def __init__(self, url: str, ca_file: str | None = None, key: str | None = None) -> None:
        """Make the way; nothing is asked yet.

        Args:
            url: the control URL, the base URL, or any address of the fake's pages.
            ca_file: PEM file of the authority that signs its certificate; the machine's roots by default.

        Raises:
            ValueError: it is no such URL.
            OSError: the file cannot be read.
        """
        parts = urlsplit(url if "://" in url else f"https://{url}")
        if parts.scheme not in ("http", "https") or not parts.hostname or not _has_port(parts):
            raise ValueError(f"{url!r} is no address of a fake, such as https://localhost:8443")
        self.base_url = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        self._key = key
        self._checked = False
        self._lock = threading.Lock()
        options: dict[str, Any] = {"ssl_context": client_context(ca_file)} if parts.scheme == "https" else {}
        # A connection that the fake has closed meanwhile is no reason to fail; what changes something is sent once.
        retries = urllib3.Retry(total=1, connect=0, redirect=0, status=0, other=0, allowed_methods={"GET"})
        self._pool = urllib3.connection_from_url(self.base_url, maxsize=_KEPT, retries=retries, **options)

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def json(
        self, method: str, path: str, body: object = None, query: Query | None = None, timeout: float = TIMEOUT
    ) -> Any:
        """Ask, and return what the JSON of the answer holds; None where there is no content.

        Args:
            path: below the API, beginning with a slash.
            timeout: seconds that the answer may take.

        Raises:
            ClientError: the fake could not be asked.
            Exception: what the fake says no with, as its tenant would raise it.
        """
        headers, octets = {"Accept": "application/json"}, None
        if body is not None:
            headers["Content-Type"] = "application/json"
            octets = json.dumps(body, allow_nan=False).encode()
        answer = self._ask(method, path, query, headers, octets, timeout)
        return json.loads(answer) if answer else None

    def send(self, path: str, octets: bytes, content_type: str, query: Query | None = None) -> Any:
        """Post octets as they are; otherwise like `json`."""
        answer = self._ask("POST", path, query, {"Content-Type": content_type}, octets, TIMEOUT)
        return json.loads(answer) if answer else None

    def octets(self, path: str) -> bytes:
        """Return an answer's content as it is; errors are those of `json`."""
        return self._ask("GET", path, None, {}, None, TIMEOUT)

    def events(self, path: str, query: Query | None = None) -> Iterator[tuple[str, Any]]:
        """Yield server-sent events, each with its name and what its JSON holds, until the fake ends.

        Raises:
            ClientError, Exception: as `json`.
        """
        self._check()
        url = _with_query(API + path, query)
        headers = {"Accept": "text/event-stream", **self._key_header()}
        # No limit: nothing may happen for an hour.
        answer = self._request(
            "GET", url, headers, None, urllib3.Timeout(connect=CONNECT_TIMEOUT, read=None), preload_content=False
        )
        try:
            if answer.status >= 400:
                self._refuse(answer.status, answer.read(), url)
            yield from _events(_lines(answer))
        except urllib3.exceptions.HTTPError as error:
            raise self._unreachable(error) from error
        finally:
            answer.close()

    # --- inside ------------------------------------------------------------------------------------------------------

    def _ask(
        self, method: str, path: str, query: Query | None, headers: dict[str, str], body: bytes | None, timeout: float
    ) -> bytes:
        self._check()
        url = _with_query(API + path, query)
        limit = urllib3.Timeout(connect=CONNECT_TIMEOUT, read=timeout)
        answer = self._request(method, url, headers | self._key_header(), body, limit)
        if answer.status >= 300:
            self._refuse(answer.status, answer.data, url)
        return answer.data

    def _check(self) -> None:
        """Learn, once, whether a fake of our version answers there.

        Raises:
            NotAFake, OtherVersion, Unreachable, Untrusted
        """
        with self._lock:
            if self._checked:
                return
            answer = self._request("GET", HEALTH, {}, None, urllib3.Timeout(connect=CONNECT_TIMEOUT, read=TIMEOUT))
            health = _object(answer.data)
            if "status" not in health or "version" not in health:
                raise NotAFake(
                    f"what answers at {self.base_url} is no fake with a control API: give the control_url of the "
                    "endpoints file that `fakeserver serve --endpoints FILE` writes"
                )
            if answer.status >= 400:
                self._refuse(answer.status, answer.data, HEALTH)
            theirs = str(health["version"])
            if theirs.split(".")[:2] != __version__.split(".")[:2]:
                raise OtherVersion(
                    f"the fake at {self.base_url} is of version {theirs}, and this client of {__version__}: install "
                    "the same version of pytest-m365 on both sides"
                )
            self._checked = True

    def _request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        timeout: urllib3.Timeout,
        **options: Any,
    ) -> urllib3.BaseHTTPResponse:
        try:
            with _no_word_of_the_time():
                return self._pool.urlopen(
                    method, url, headers=headers, body=body, timeout=timeout, redirect=False, **options
                )
        except urllib3.exceptions.HTTPError as error:
            raise self._unreachable(error) from error

    def _unreachable(self, error: Exception) -> Exception:
        """Return what is said of a connection that failed."""
        reason: object = error
        while isinstance(reason, urllib3.exceptions.MaxRetryError) and reason.reason is not None:
            reason = reason.reason
        if isinstance(reason, urllib3.exceptions.SSLError):
            if isinstance(reason.args[0], ssl.SSLCertVerificationError):
                return Untrusted(
                    f"the certificate of {self.base_url} is not trusted ({reason.args[0].verify_message}): give the "
                    "fake's CA (ca_file=, --ca, FAKESERVER_CA_FILE), or Client.of(the endpoints file), which names it"
                )
            return NotAFake(f"what answers at {self.base_url} speaks no TLS that we know ({reason}): is it http://...?")
        if isinstance(reason, urllib3.exceptions.ReadTimeoutError):
            return Unreachable(f"the fake at {self.base_url} takes too long for an answer")
        if isinstance(reason, urllib3.exceptions.NameResolutionError):
            return Unreachable(
                f"the name in {self.base_url} leads nowhere from here: on its own machine a fake is at "
                "https://localhost:PORT, whatever others call it; or put the name into the hosts file"
            )
        if isinstance(reason, urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError):
            return Unreachable(f"nobody answers at {self.base_url}: is `fakeserver serve` running, and on this port?")
        return Unreachable(f"the fake at {self.base_url} has hung up: it has stopped, or speaks another protocol here")

    def _refuse(self, status: int, content: bytes, url: str) -> NoReturn:
        problem = _object(content)
        if not problem:
            raise NotAFake(f"{self.base_url}{url} answered {status}, and not as a fake's control API does")
        error = exception_of(status, problem)
        if isinstance(error, NotAllowed) and status == 401:
            given = "another key than its own was given" if self._key else "no key was given"
            raise NotAllowed(
                f"the fake at {self.base_url} asks for a key, and {given}: `fakeserver serve` has printed the key; "
                "give it by FAKESERVER_CONTROL_KEY (pytest: M365_CONTROL_KEY), --key or key=; or name the endpoints "
                "file, in which it stands"
            )
        raise error

    def _key_header(self) -> dict[str, str]:
        return {KEY_HEADER: self._key} if self._key else {}


def _has_port(parts: SplitResult) -> bool:
    """Say whether a port that an address names is one; without one it is the scheme's."""
    try:
        return parts.port != 0
    except ValueError:
        return False


@contextmanager
def _no_word_of_the_time() -> Iterator[None]:
    """Let urllib3 not warn of a clock that a test has set back; certificates go by the real one anyway."""
    if program_time() >= machine_time() - _A_DAY:
        yield
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", urllib3.exceptions.SystemTimeWarning)
        yield


def client_context(ca_file: str | None) -> ssl.SSLContext:
    """Return a client's context that trusts one authority, or the machine's roots."""
    context = ssl.create_default_context(cafile=ca_file)
    # Python 3.13 turns this on; the fake's CA is the same on every version.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def _with_query(path: str, query: Query | None) -> str:
    given = {name: _text(value) for name, value in (query or {}).items() if value is not None}
    return f"{path}?{urlencode(given)}" if given else path


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _object(content: bytes) -> dict[str, Any]:
    """Return the JSON object of an answer; empty where it is none."""
    try:
        read = json.loads(content)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _lines(answer: urllib3.BaseHTTPResponse) -> Iterator[str]:
    rest = b""
    # Chunk by chunk as they come, since the fake sends an event as one.
    for block in answer.stream():
        *lines, rest = (rest + block).split(b"\n")
        for line in lines:
            yield line.decode("utf-8", "replace").rstrip("\r")


def _events(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    """Yield the events of a stream (HTML Living Standard, section 9.2)."""
    name, data = "message", list[str]()
    for line in lines:
        if not line:
            if data:
                yield name, json.loads("\n".join(data))
            name, data = "message", []
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
