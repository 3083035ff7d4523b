"""Send a message by SMTP and fetch it by IMAP, on behalf of the user who signs in.

    python imap_smtp_delegated.py alice@contoso.com

Settings come from the environment: CLIENT_ID, AUTHORITY (https://login.microsoftonline.com/<tenant>), and IMAP and
SMTP as host:port.
"""

import email
import imaplib
import os
import smtplib
import ssl
import sys
import uuid
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default

import msal

SCOPES = ["https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send"]


@dataclass(frozen=True)
class Settings:
    client_id: str
    authority: str
    imap: tuple[str, int] = ("outlook.office365.com", 993)
    smtp: tuple[str, int] = ("smtp.office365.com", 587)

    @classmethod
    def from_environment(cls) -> "Settings":
        return cls(
            os.environ["CLIENT_ID"],
            os.environ["AUTHORITY"],
            imap=_host_and_port(os.environ.get("IMAP", "outlook.office365.com:993")),
            smtp=_host_and_port(os.environ.get("SMTP", "smtp.office365.com:587")),
        )


def sign_in(settings: Settings, username: str) -> str:
    """Return an access token for IMAP and SMTP; opens the browser."""
    # Only Microsoft's own clouds can vouch for an authority; others are taken at their word.
    known = settings.authority.startswith("https://login.microsoftonline.")
    app = msal.PublicClientApplication(settings.client_id, authority=settings.authority, instance_discovery=known)
    result = app.acquire_token_interactive(SCOPES, login_hint=username, timeout=120)
    if "access_token" not in result:
        raise SystemExit(f"{result.get('error')}: {result.get('error_description')}")
    return str(result["access_token"])


def send(settings: Settings, username: str, token: str, message: EmailMessage) -> None:
    with smtplib.SMTP(*settings.smtp, local_hostname="localhost") as client:
        client.starttls(context=ssl.create_default_context())
        client.ehlo()
        client.auth("XOAUTH2", lambda _challenge=None: _xoauth2(username, token))
        client.send_message(message)


def fetch(settings: Settings, username: str, token: str, subject: str) -> EmailMessage | None:
    """Return the newest message with this subject from the inbox, or None."""
    with imaplib.IMAP4_SSL(*settings.imap, ssl_context=ssl.create_default_context()) as client:
        client.authenticate("XOAUTH2", lambda _challenge: _xoauth2(username, token).encode())
        client.select("INBOX", readonly=True)
        _, found = client.search(None, "SUBJECT", f'"{subject}"')
        numbers = found[0].split()
        if not numbers:
            return None
        _, fetched = client.fetch(numbers[-1].decode(), "(BODY.PEEK[])")
        assert isinstance(fetched[0], tuple)
        return email.message_from_bytes(fetched[0][1], policy=default)


def _xoauth2(username: str, token: str) -> str:
    return f"user={username}\x01auth=Bearer {token}\x01\x01"


def _host_and_port(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return host, int(port)


def main() -> None:
    settings, username = Settings.from_environment(), sys.argv[1]
    token = sign_in(settings, username)
    message = EmailMessage()
    message["From"] = message["To"] = username
    message["Subject"] = f"Round trip {uuid.uuid4()}"
    message.set_content("Sent by SMTP, fetched by IMAP.")
    send(settings, username, token, message)
    # A real mailbox may take a moment; a program that must see it would wait with IDLE.
    print(fetch(settings, username, token, message["Subject"]))


if __name__ == "__main__":
    main()
