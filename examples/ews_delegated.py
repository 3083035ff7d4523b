"""Read the inbox and send a message through EWS, on behalf of the user who signs in.

    python ews_delegated.py alice@contoso.com                  # signs in with the browser
    python ews_delegated.py alice@contoso.com --password …     # signs in with user name and password

Settings come from the environment: CLIENT_ID, AUTHORITY (https://login.microsoftonline.com/<tenant>), EWS_URL.
"""

import argparse
import os
from dataclasses import dataclass

import msal
from exchangelib import DELEGATE, OAUTH2, Account, Configuration, Mailbox, Message
from exchangelib.credentials import OAuth2AuthorizationCodeCredentials
from oauthlib.oauth2 import OAuth2Token

SCOPES = ["https://outlook.office365.com/EWS.AccessAsUser.All"]


@dataclass(frozen=True)
class Settings:
    client_id: str
    authority: str
    ews_url: str = "https://outlook.office365.com/EWS/Exchange.asmx"

    @classmethod
    def from_environment(cls) -> "Settings":
        ews_url = os.environ.get("EWS_URL", cls.ews_url)
        return cls(os.environ["CLIENT_ID"], os.environ["AUTHORITY"], ews_url)


def sign_in(settings: Settings, username: str, password: str | None = None) -> str:
    """Return an access token: with a password where there is one, else through the browser."""
    # Only Microsoft's own clouds can vouch for an authority; others are taken at their word.
    known = settings.authority.startswith("https://login.microsoftonline.")
    app = msal.PublicClientApplication(settings.client_id, authority=settings.authority, instance_discovery=known)
    if password is None:
        result = app.acquire_token_interactive(SCOPES, login_hint=username, timeout=120)
    else:
        result = app.acquire_token_by_username_password(username, password, SCOPES)
    if "access_token" not in result:
        raise SystemExit(f"{result.get('error')}: {result.get('error_description')}")
    return str(result["access_token"])


def open_account(settings: Settings, address: str, token: str) -> Account:
    credentials = OAuth2AuthorizationCodeCredentials(access_token=OAuth2Token({"access_token": token}))
    config = Configuration(service_endpoint=settings.ews_url, credentials=credentials, auth_type=OAUTH2)
    return Account(address, config=config, autodiscover=False, access_type=DELEGATE)


def subjects(account: Account) -> list[str]:
    """Return the subjects in the inbox, newest first."""
    return [item.subject for item in account.inbox.all().order_by("-datetime_received")]


def send(account: Account, to: str, subject: str, body: str) -> None:
    message = Message(
        account=account, folder=account.sent, subject=subject, body=body, to_recipients=[Mailbox(email_address=to)]
    )
    message.send_and_save()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("username")
    parser.add_argument("--password")
    parser.add_argument("--to", help="send a message to this address")
    arguments = parser.parse_args()
    settings = Settings.from_environment()
    account = open_account(settings, arguments.username, sign_in(settings, arguments.username, arguments.password))
    if arguments.to:
        send(account, arguments.to, "Hello", "Sent through EWS.")
    for subject in subjects(account):
        print(subject)


if __name__ == "__main__":
    main()
