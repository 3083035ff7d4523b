"""The ``name=value`` fields, separated by the octet 0x01, that XOAUTH2 is made of."""

from fakeserver.protocols.sasl.encoding import as_text
from fakeserver.tenant.refusals import CredentialMalformed

SEPARATOR = b"\x01"


def read_fields(message: bytes) -> dict[str, str]:
    """Read the fields of a client message, by lower-case name; the first wins where one stands twice.

    Assumption: any order of the fields and any case of their names is taken; the reference marks this as unknown.

    Raises:
        CredentialMalformed: a field has no ``=``, or the text is not UTF-8.
    """
    fields: dict[str, str] = {}
    for octets in message.split(SEPARATOR):
        if not octets:
            continue
        name, equals, value = as_text(octets).partition("=")
        if not equals:
            raise CredentialMalformed("a field has no '='")
        fields.setdefault(name.strip().lower(), value)
    return fields


def read_bearer(fields: dict[str, str]) -> str:
    """Return the token of the field ``auth=Bearer <token>``.

    Assumption: the scheme's case and the number of spaces after it do not matter.

    Raises:
        CredentialMalformed: there is no such field, or it is empty, or of another scheme.
    """
    if "auth" not in fields:
        raise CredentialMalformed("the field 'auth' is missing")
    scheme, _, token = fields["auth"].strip().partition(" ")
    if scheme.lower() != "bearer":
        raise CredentialMalformed("the field 'auth' does not say Bearer")
    if not token.strip():
        raise CredentialMalformed("the field 'auth' has no token")
    return token.strip()
