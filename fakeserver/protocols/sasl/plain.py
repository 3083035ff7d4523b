"""PLAIN (RFC 4616): ``[authzid] NUL user NUL password``."""

from fakeserver.protocols.sasl.encoding import as_text
from fakeserver.protocols.sasl.mechanism import Mechanism
from fakeserver.tenant.access.credentials import Password
from fakeserver.tenant.refusals import CredentialMalformed


def parse(message: bytes) -> Password:
    """Read a decoded client message; the authorization identity is dropped.

    Raises:
        CredentialMalformed: it does not have its three parts, or the user is empty.
    """
    parts = message.split(b"\0")
    if len(parts) != 3:
        raise CredentialMalformed("PLAIN has three parts: identity, user, password")
    user = as_text(parts[1])
    if not user:
        raise CredentialMalformed("the user is missing")
    return Password(user, as_text(parts[2]))


PLAIN = Mechanism("PLAIN", (b"",), parse)
