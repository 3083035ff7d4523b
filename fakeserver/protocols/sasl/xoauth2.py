"""XOAUTH2: ``user=<address> ^A auth=Bearer <token> ^A ^A`` (^A is the octet 0x01).

Source: Microsoft, "Authenticate an IMAP, POP or SMTP connection using OAuth", SASL XOAUTH2.
"""

from fakeserver.protocols.sasl.fields import read_bearer, read_fields
from fakeserver.protocols.sasl.mechanism import Mechanism
from fakeserver.tenant.access.credentials import BearerToken
from fakeserver.tenant.refusals import CredentialMalformed


def parse(message: bytes) -> BearerToken:
    """Read a decoded client message.

    Raises:
        CredentialMalformed: the user or the token is missing.
    """
    fields = read_fields(message)
    user = fields.get("user", "").strip()
    if not user:
        raise CredentialMalformed("the field 'user' is missing")
    return BearerToken(read_bearer(fields), user)


XOAUTH2 = Mechanism("XOAUTH2", (b"",), parse, explains_failure=True)
