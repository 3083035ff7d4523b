"""LOGIN: user and password, asked for one after the other (draft-murchison-sasl-login).

Exchange Online offers it on SMTP alone; IMAP's LOGIN command has its own arguments.
"""

from fakeserver.protocols.sasl.encoding import as_text
from fakeserver.protocols.sasl.mechanism import Mechanism
from fakeserver.tenant.access.credentials import Password

#: base64 of "Username:" and "Password:", as the server asks
USERNAME_PROMPT = b"VXNlcm5hbWU6"
PASSWORD_PROMPT = b"UGFzc3dvcmQ6"


def parse(user: bytes, password: bytes) -> Password:
    """Read the two decoded responses.

    Raises:
        CredentialMalformed: one of them is not UTF-8.
    """
    return Password(as_text(user), as_text(password))


LOGIN = Mechanism("LOGIN", (USERNAME_PROMPT, PASSWORD_PROMPT), parse)
