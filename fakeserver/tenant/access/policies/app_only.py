"""Whether applications may use IMAP, POP3 and SMTP at all, without a user."""

from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.refusals import AppOnlyNotSupported
from fakeserver.tenant.switch import Switch

SWITCH = Switch(
    "app_only_mail_protocols",
    True,
    (True, False),
    "none: Microsoft's documentation of 2020 to 2022 says that client credentials are not supported here",
    "App-only tokens open IMAP, POP3 and SMTP; False turns them away, as the older documentation says.",
    "learn.microsoft.com/exchange/client-developer/legacy-protocols/"
    "how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth",
)


def check_app_only(supported: bool, protocol: Protocol, application: Application) -> None:
    """Refuse an application without a user on IMAP, POP3 and SMTP, where that is not supported.

    Raises:
        AppOnlyNotSupported.
    """
    if not supported and protocol in (Protocol.IMAP, Protocol.POP3, Protocol.SMTP):
        raise AppOnlyNotSupported(protocol=protocol.value, application=application.name)
