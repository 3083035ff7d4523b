"""LOGIN: user and password, asked for one after the other (draft-murchison-sasl-login).

SMTP's ``AUTH LOGIN`` is the only one of the kind on Exchange Online; IMAP's LOGIN command has its own arguments.
"""

from fakeserver.protocols.sasl.encoding import as_text, decode_base64
from fakeserver.tenant.access.credentials import Password

#: base64 of "Username:" and "Password:", as the server asks
USERNAME_PROMPT = b"VXNlcm5hbWU6"
PASSWORD_PROMPT = b"UGFzc3dvcmQ6"


def parse(user: bytes, password: bytes) -> Password:
    """Read the two base64 responses.

    Raises:
        CredentialMalformed: one of them is not base64 of UTF-8.
    """
    return Password(as_text(decode_base64(user)), as_text(decode_base64(password)))
