"""OAUTHBEARER (RFC 7628): ``n,a=<address>, ^A host=… ^A port=… ^A auth=Bearer <token> ^A ^A``.

Exchange Online advertises it on none of its protocols; a protocol offers it only where a test asks for that.
"""

from fakeserver.protocols.sasl.encoding import as_text
from fakeserver.protocols.sasl.fields import SEPARATOR, read_bearer, read_fields
from fakeserver.tenant.access.credentials import BearerToken
from fakeserver.tenant.refusals import CredentialMalformed


def parse(message: bytes) -> BearerToken:
    """Read a decoded client message; without an ``a=`` in its GS2 header the user is None.

    Raises:
        CredentialMalformed: the GS2 header or the token is missing.
    """
    header, separator, rest = message.partition(SEPARATOR)
    if not separator:
        raise CredentialMalformed("the message has no fields")
    return BearerToken(read_bearer(read_fields(rest)), _read_authorization_identity(as_text(header)))


def _read_authorization_identity(header: str) -> str | None:
    """Return the address of a GS2 header ``n,a=<address>,`` (RFC 5801 section 4), or None."""
    binding, _, identity = header.partition(",")
    if binding not in ("n", "y"):
        raise CredentialMalformed("the GS2 header asks for channel binding, or is missing")
    identity = identity.rstrip(",")
    if not identity:
        return None
    if not identity.startswith("a="):
        raise CredentialMalformed("the GS2 header cannot be read")
    return identity[2:].replace("=2C", ",").replace("=3D", "=")
