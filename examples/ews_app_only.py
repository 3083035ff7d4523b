"""Read any mailbox of the tenant through EWS as an application, without a user.

    python ews_app_only.py alice@contoso.com

Settings come from the environment: CLIENT_ID, CLIENT_SECRET, AUTHORITY (https://login.microsoftonline.com/<tenant>),
EWS_URL.
"""

import os
import sys
from dataclasses import dataclass

import msal
from exchangelib import IMPERSONATION, OAUTH2, Account, Configuration, Version
from exchangelib.credentials import OAuth2AuthorizationCodeCredentials
from exchangelib.version import EXCHANGE_O365
from oauthlib.oauth2 import OAuth2Token

SCOPES = ["https://outlook.office365.com/.default"]


@dataclass(frozen=True)
class Settings:
    client_id: str
    client_secret: str
    authority: str
    ews_url: str = "https://outlook.office365.com/EWS/Exchange.asmx"

    @classmethod
    def from_environment(cls) -> "Settings":
        ews_url = os.environ.get("EWS_URL", cls.ews_url)
        return cls(os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"], os.environ["AUTHORITY"], ews_url)


def sign_in(settings: Settings) -> str:
    """Return an app-only access token (client credentials)."""
    app = msal.ConfidentialClientApplication(
        settings.client_id,
        client_credential=settings.client_secret,
        authority=settings.authority,
        # Only Microsoft's own clouds can vouch for an authority; others are taken at their word.
        instance_discovery=settings.authority.startswith("https://login.microsoftonline."),
    )
    result = app.acquire_token_for_client(SCOPES)
    if "access_token" not in result:
        raise SystemExit(f"{result.get('error')}: {result.get('error_description')}")
    return str(result["access_token"])


def open_account(settings: Settings, address: str, token: str, access_type: str = IMPERSONATION) -> Account:
    """Open a mailbox; an application must impersonate its owner."""
    credentials = OAuth2AuthorizationCodeCredentials(access_token=OAuth2Token({"access_token": token}))
    # Given a version, exchangelib need not guess it, which it does without impersonating anybody.
    version = Version(build=EXCHANGE_O365)
    config = Configuration(
        service_endpoint=settings.ews_url, credentials=credentials, auth_type=OAUTH2, version=version
    )
    return Account(address, config=config, autodiscover=False, access_type=access_type)


def subjects(account: Account) -> list[str]:
    """Return the subjects in the inbox, newest first."""
    return [item.subject for item in account.inbox.all().order_by("-datetime_received")]


def main() -> None:
    settings = Settings.from_environment()
    for subject in subjects(open_account(settings, sys.argv[1], sign_in(settings))):
        print(subject)


if __name__ == "__main__":
    main()
