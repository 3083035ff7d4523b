"""What an exchange has besides its question and its answer: over HTTP, at Entra ID, by a fault."""

from typing import NamedTuple


class Http(NamedTuple):
    """What an exchange over HTTP has besides; no header and no body, which may hold secrets."""

    method: str
    #: without the query
    url: str
    #: 0: no answer
    status: int
    #: from the request's last octet to the answer
    seconds: float
    #: those that hold no secret, by name
    parameters: tuple[tuple[str, str], ...] = ()
    #: octets
    request_size: int = 0


class GrantRequest(NamedTuple):
    """What an application asked Entra ID for."""

    #: ``grant_type``; for other endpoints than the token endpoint their name
    kind: str
    #: the ``scope`` parameter, or v1.0's ``resource``
    scope: str
    #: the permissions that it names; bare names are Exchange Online's
    asked: frozenset[str] = frozenset()
    #: those of the token that was given
    given: frozenset[str] = frozenset()
    #: seconds that the token lives; 0: none was given
    lifetime: int = 0
    #: tells what was shown (refresh token, password, secret) from others, and nothing more: equal, or not
    shown: int = 0


def was_ordered(fault: str) -> str:
    """Return what is said behind an exchange to which a fault happened; nothing without one."""
    return f"  (ordered by the test: {fault})" if fault else ""
