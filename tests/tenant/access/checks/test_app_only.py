import pytest

from fakeserver.tenant.access.checks.app_only import check_app_only
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.refusals import AppOnlyNotSupported

APP = Application("app", "o", "s", "Daemon")


@pytest.mark.parametrize("protocol", Protocol)
def test_only_the_line_protocols_ever_turned_applications_away(protocol: Protocol) -> None:
    check_app_only(True, protocol, APP)
    if protocol in (Protocol.IMAP, Protocol.POP3, Protocol.SMTP):
        with pytest.raises(AppOnlyNotSupported, match="Daemon"):
            check_app_only(False, protocol, APP)
    else:
        check_app_only(False, protocol, APP)
