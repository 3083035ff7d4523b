"""``$skiptoken`` of lists that are not gone on with by ``$skip``: how many entries came before, opaque to clients."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error

from fakeserver.digits import number_in
from fakeserver.protocols.graph.errors import GraphError, Row


def skip_token(number: int) -> str:
    """Return the token of the page that begins behind so many entries."""
    return urlsafe_b64encode(str(number).encode("ascii")).decode("ascii")


def skipped(token: str | None, broken: Row) -> int:
    """Return how many entries came before the page that a token is of; 0 without one.

    Args:
        broken: what is said of a token that is none.

    Raises:
        GraphError: it is none.
    """
    if token is None:
        return 0
    try:
        number = number_in(urlsafe_b64decode(token), 9)
    except (Base64Error, ValueError) as error:
        raise GraphError(broken) from error
    if number is None:
        raise GraphError(broken)
    return number
