"""Where clients' own services may be called: on this machine, and nowhere else."""

from ipaddress import ip_address
from typing import Final, NamedTuple
from urllib.parse import urlsplit

#: Characters of a URL at most, and one more. Source: web-service-reference/responsecode, of push subscriptions.
_TOO_LONG: Final = 2083
#: Names at which nobody can be: RFC 2606 and RFC 6761 keep them for examples.
_RESERVED: Final = ("example", "invalid", "test", "example.com", "example.net", "example.org")


class Callback(NamedTuple):
    """Where somebody wants to be called back."""

    url: str
    #: ``http`` or ``https``
    scheme: str
    #: False: nobody can be there, and nobody is asked
    is_called: bool


class CallbackRefused(ValueError):
    """A URL that nobody is called at.

    Args:
        fix: what to do instead.
        is_elsewhere: it is a URL, and leads away from this machine.
    """

    def __init__(self, fix: str, *, is_elsewhere: bool = False) -> None:
        super().__init__(fix)
        self.fix, self.is_elsewhere = fix, is_elsewhere


def read_callback(text: str) -> Callback:
    """Read a URL to be called back at: http or https, at a loopback address or the name localhost.

    A name that is reserved for examples is taken too, since client libraries' own tests have one: nothing is sent.

    Raises:
        CallbackRefused: it is no such URL, or leads away from this machine.
    """
    url = text.strip()
    if not 0 < len(url) < _TOO_LONG:
        raise CallbackRefused(f"give a URL of less than {_TOO_LONG} characters")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError as problem:
        raise CallbackRefused(f"give a URL ({problem})") from problem
    if parts.scheme not in ("http", "https") or not host or any(not letter.isprintable() for letter in url):
        raise CallbackRefused("give an absolute URL with http or https")
    if _is_loopback(host):
        return Callback(url, parts.scheme, is_called=True)
    if any(host == name or host.endswith(f".{name}") for name in _RESERVED):
        return Callback(url, parts.scheme, is_called=False)
    raise CallbackRefused(
        f"let the program listen on 127.0.0.1 and subscribe with that address; {host} is never asked",
        is_elsewhere=True,
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        # RFC 6761 section 6.3: always this machine.
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
