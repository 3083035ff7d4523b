"""Download the inbox by POP3, on behalf of the user who signs in.

    python pop3_delegated.py alice@contoso.com

Settings come from the environment: CLIENT_ID, AUTHORITY (https://login.microsoftonline.com/<tenant>), and POP3 as
host:port.
"""

import base64
import email
import os
import poplib
import ssl
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default

import msal

SCOPES = ["https://outlook.office.com/POP.AccessAsUser.All"]


@dataclass(frozen=True)
class Settings:
    client_id: str
    authority: str
    pop3: tuple[str, int] = ("outlook.office365.com", 995)

    @classmethod
    def from_environment(cls) -> "Settings":
        host, _, port = os.environ.get("POP3", "outlook.office365.com:995").rpartition(":")
        return cls(os.environ["CLIENT_ID"], os.environ["AUTHORITY"], (host, int(port)))


def sign_in(settings: Settings, username: str) -> str:
    """Return an access token for POP3; opens the browser."""
    # Only Microsoft's own clouds can vouch for an authority; others are taken at their word.
    known = settings.authority.startswith("https://login.microsoftonline.")
    app = msal.PublicClientApplication(settings.client_id, authority=settings.authority, instance_discovery=known)
    result = app.acquire_token_interactive(SCOPES, login_hint=username, timeout=120)
    if "access_token" not in result:
        raise SystemExit(f"{result.get('error')}: {result.get('error_description')}")
    return str(result["access_token"])


def download(settings: Settings, username: str, token: str) -> Iterator[EmailMessage]:
    """Yield the messages of the inbox, oldest first."""
    client = poplib.POP3_SSL(*settings.pop3, context=ssl.create_default_context())
    try:
        # poplib has no AUTH; Exchange Online wants it in two steps.
        client._shortcmd("AUTH XOAUTH2")  # type: ignore[attr-defined]
        answer = f"user={username}\x01auth=Bearer {token}\x01\x01"
        client._shortcmd(base64.b64encode(answer.encode()).decode())  # type: ignore[attr-defined]
        count, _ = client.stat()
        for number in range(1, count + 1):
            _, lines, _ = client.retr(number)
            yield email.message_from_bytes(b"\r\n".join(lines) + b"\r\n", policy=default)
    finally:
        client.quit()


def main() -> None:
    settings, username = Settings.from_environment(), sys.argv[1]
    for message in download(settings, username, sign_in(settings, username)):
        print(message["Date"], message["From"], message["Subject"], sep="\t")


if __name__ == "__main__":
    main()
