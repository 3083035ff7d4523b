"""An application that sends itself a message and reads it, with Microsoft's names in it and the standard library alone.

compose.yaml runs it beside a fake. Nothing of it knows of that.
"""

import imaplib
import json
import os
import smtplib
import ssl
import urllib.parse
import urllib.request
from email.message import EmailMessage


def sign_in(tenant_id: str, client_id: str, secret: str) -> str:
    """Return the application's access token."""
    asked = {
        "grant_type": "client_credentials",
        "client_id": client_id,
        "client_secret": secret,
        "scope": "https://outlook.office365.com/.default",
    }
    url = f"https://login.microsoftonline.com/{tenant_id}/oauth2/v2.0/token"
    with urllib.request.urlopen(url, urllib.parse.urlencode(asked).encode(), timeout=30) as answer:
        return str(json.load(answer)["access_token"])


def send(message: EmailMessage, mailbox: str, token: str) -> None:
    """Send a message as somebody, by SMTP."""
    with smtplib.SMTP("smtp.office365.com", 587, timeout=30) as smtp:
        smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo()
        smtp.auth("XOAUTH2", lambda _=None: xoauth2(mailbox, token))
        smtp.send_message(message)


def subjects(mailbox: str, token: str) -> list[str]:
    """Return the subjects of the inbox, by IMAP."""
    context = ssl.create_default_context()
    with imaplib.IMAP4_SSL("outlook.office365.com", 993, ssl_context=context, timeout=30) as imap:
        imap.authenticate("XOAUTH2", lambda _: xoauth2(mailbox, token).encode())
        imap.select("INBOX")
        found = imap.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1]
        return [part[1].decode().partition(":")[2].strip() for part in found if isinstance(part, tuple)]


def xoauth2(mailbox: str, token: str) -> str:
    """Return what signs in to a mailbox by a token."""
    return f"user={mailbox}\x01auth=Bearer {token}\x01\x01"


def main() -> None:
    """Send, read, and say what is there."""
    mailbox = os.environ["MAILBOX"]
    token = sign_in(os.environ["TENANT_ID"], os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])
    message = EmailMessage()
    message["From"] = message["To"] = mailbox
    message["Subject"] = "Hello from a container"
    message.set_content("It works.")
    send(message, mailbox, token)
    print("\n".join(subjects(mailbox, token)))


if __name__ == "__main__":
    main()
