"""my-importer of the docs: it has Microsoft's names in it, and takes the rest from its environment."""

import imaplib
import os
import re
import time
from collections.abc import Sequence

import msal

#: how often it tries again where it is told to wait
TRIES = 5


def sign_in() -> str:
    """Return the application's token."""
    app = msal.ConfidentialClientApplication(
        os.environ["M365_DAEMON_CLIENT_ID"],
        os.environ["M365_CLIENT_SECRET"],
        f"https://login.microsoftonline.com/{os.environ['M365_TENANT_ID']}",
    )
    answer = app.acquire_token_for_client(["https://outlook.office365.com/.default"])
    return str(answer["access_token"])


def file_invoices(mailbox: str, token: str) -> None:
    """Mark the invoices of the inbox as read, and move them.

    Raises:
        imaplib.IMAP4.error: something was refused; has the server's words.
    """
    with imaplib.IMAP4_SSL("outlook.office365.com", timeout=60) as imap:
        imap.authenticate("XOAUTH2", lambda _: f"user={mailbox}\x01auth=Bearer {token}\x01\x01".encode())
        _done(imap.select("INBOX"))
        imap.create("INBOX/Invoices")  # may be there
        found = _done(imap.uid("SEARCH", "SUBJECT", "Invoice")).replace(" ", ",")
        if found:
            _done(imap.uid("STORE", found, "+FLAGS.SILENT", r"(\Seen)"))
            _done(imap.uid("MOVE", found, "INBOX/Invoices"))


def _done(answer: tuple[str, Sequence[bytes | None]]) -> str:
    condition, data = answer
    said = (data[-1] or b"").decode()
    if condition != "OK":
        raise imaplib.IMAP4.error(said)
    return said


def main() -> None:
    """File them, as patiently as the service asks."""
    token = sign_in()
    for _ in range(TRIES):
        try:
            return file_invoices(os.environ["M365_USERNAME"], token)
        except imaplib.IMAP4.error as error:
            asked = re.search(r"Suggested Backoff Time: (\d+) milliseconds", str(error))
            if asked is None:
                raise
            time.sleep(int(asked[1]) / 1000)
    raise SystemExit("the service is too busy")


if __name__ == "__main__":
    main()
