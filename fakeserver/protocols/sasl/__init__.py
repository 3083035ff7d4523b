"""SASL: the spellings of a credential that IMAP, POP3 and SMTP share.

``MECHANISMS`` maps a mechanism's name to its parser: the decoded client message in, a credential out. Which mechanisms
a protocol offers is that protocol's affair. None of them sends a challenge of its own: a refused XOAUTH2 gets its
answer at once, without the base64 JSON continuation that other services send (no transcript of Exchange Online
shows one). OAUTHBEARER (RFC 7628) is not here: Exchange Online offers it on none of the three.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from fakeserver.protocols.sasl import plain, xoauth2
from fakeserver.protocols.sasl.encoding import decode_base64
from fakeserver.tenant.access.credentials import BearerToken, Password

Credential = BearerToken | Password

MECHANISMS: Mapping[str, Callable[[bytes], Credential]] = MappingProxyType(
    {"XOAUTH2": xoauth2.parse, "PLAIN": plain.parse}
)


def read_credential(mechanism: str, response: bytes) -> Credential:
    """Read a client's base64 response to AUTH or AUTHENTICATE.

    Raises:
        CredentialMalformed: the base64 or the message in it is broken.
        KeyError: the mechanism is unknown; ask ``MECHANISMS`` first.
    """
    return MECHANISMS[mechanism](decode_base64(response))
