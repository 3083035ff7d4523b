"""Host names and addresses under which clients may know a server, as somebody types them."""

import re
from collections.abc import Iterable
from ipaddress import ip_address

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
#: RFC 1035, section 2.3.4, and RFC 1123, section 2.1; that with a number at its end is an address, or none
_HOST = re.compile(rf"(?!.{{254}})(?!(?:.*\.)?\d+$){_LABEL}(?:\.{_LABEL})*", re.IGNORECASE | re.ASCII)
_LISTENING_ONLY = ("0.0.0.0", "::")


def is_host(text: str) -> bool:
    """Say whether a text is a host name as it goes over the wire."""
    return _HOST.fullmatch(text) is not None


def host_name(text: str) -> str:
    """Return a host name in small letters, or an IP address in its usual spelling.

    Raises:
        ValueError: it is neither, or none that clients can connect to; with what to write in its place.
    """
    name = text.strip().removesuffix(".").lower()
    try:
        address = str(ip_address(name.removeprefix("[").removesuffix("]")))
    except ValueError:
        if not is_host(name):
            raise ValueError(f"{text!r} is no host name: {_advice(name)}") from None
        return name
    if address in _LISTENING_ONLY:
        raise ValueError(f"{text!r} is where a server listens, and no client can be told to connect there; name a host")
    return address


def host_names(texts: Iterable[str]) -> tuple[str, ...]:
    """Return several, each once.

    Raises:
        ValueError: one is none.
        TypeError: it is one text.
    """
    if isinstance(texts, str):
        raise TypeError(f"names are several, such as [{texts!r}], and not a str")
    return tuple(dict.fromkeys(map(host_name, texts)))


def _advice(name: str) -> str:
    if not name:
        return "it is empty"
    if "://" in name or "/" in name:
        return "give the host alone, without scheme and path"
    if "," in name or " " in name:
        return "give several one by one; in a variable of the environment with blanks between them"
    if "*" in name:
        return "name each host by itself"
    if ":" in name:
        return "ports are for --advertise, such as imap=mail.local:993"
    if "_" in name:
        # Java takes no URL with such a host, and no certificate should hold one (RFC 5280, section 4.2.1.6).
        return f"many clients take none with '_'; give the service an alias, such as {name.replace('_', '-')}"
    if not name.isascii():
        return f"write it as it goes over the wire{_wire_form(name)}"
    return "it has letters, digits, '-' inside, and dots"


def _wire_form(name: str) -> str:
    try:
        return f": {name.encode('idna').decode()}"
    except UnicodeError:
        return ""
