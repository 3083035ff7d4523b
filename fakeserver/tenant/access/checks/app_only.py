"""Whether applications may use IMAP, POP3 and SMTP at all, without a user."""

from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.refusals import AppOnlyNotSupported


def check_app_only(supported: bool, protocol: Protocol, application: Application) -> None:
    """Refuse an application without a user on IMAP, POP3 and SMTP, where that is not supported.

    Raises:
        AppOnlyNotSupported.
    """
    if not supported and REQUIREMENTS[protocol].by_registration:
        raise AppOnlyNotSupported(protocol=protocol.value, application=application.name)
