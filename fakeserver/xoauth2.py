"""XOAUTH2 as clients say it, Microsoft's way; poplib and the others know nothing of it."""

import base64
import poplib


def xoauth2(user: str, token: str) -> str:
    """Return the XOAUTH2 client response, before base64."""
    return f"user={user}\x01auth=Bearer {token}\x01\x01"


def pop3_authenticate(client: poplib.POP3, user: str, token: str) -> bytes:
    """Sign a poplib client in with a token, in the two steps that Exchange Online wants; return the server's answer.

    poplib has no public way to say AUTH, so its own primitive is used.

    Raises:
        poplib.error_proto: the server refuses.
    """
    client._shortcmd("AUTH XOAUTH2")  # type: ignore[attr-defined]
    answer: bytes = client._shortcmd(base64.b64encode(xoauth2(user, token).encode()).decode())  # type: ignore[attr-defined]
    return answer
