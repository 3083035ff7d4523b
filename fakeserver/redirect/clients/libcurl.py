"""libcurl looks names up and connects in C; where it goes is known once it gets its URL."""

from __future__ import annotations

from urllib.parse import urlsplit

from fakeserver.redirect.force import IN_FORCE, Named

#: port of a URL that names none
_PORTS = {"https": 443, "http": 80, "imaps": 993, "imap": 143, "pop3s": 995, "pop3": 110, "smtps": 465, "smtp": 25}


class NotLed(Exception):
    """The name of a URL is closed; the text says why and what to do."""


def connect_to(url: str | bytes) -> list[str]:
    """Return libcurl's option CONNECT_TO: for a URL that is led, and for all that it may be redirected to.

    Raises:
        NotLed: the URL's name is closed.
    """
    named, port = _place(url)
    if named is None or named.target(port) is None:
        if named is not None and named.is_closed:
            raise NotLed(named.not_led(port))
        return []
    return [f"{name}:{port}:{host}:{number}" for (name, port), (host, number) in IN_FORCE.targets.items()]


def refuse(url: str | bytes) -> None:
    """Let nobody go to a closed name, where libcurl cannot be told of another place.

    Raises:
        NotLed: the URL's name is closed.
    """
    named, port = _place(url)
    if named is not None and named.is_closed:
        raise NotLed(named.passed_by(port))


def _place(url: str | bytes) -> tuple[Named | None, int]:
    text = url.decode("ascii", "replace") if isinstance(url, bytes) else url
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        return IN_FORCE.named(parts.hostname), parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        # No URL; libcurl says so in its own words.
        return None, 0
