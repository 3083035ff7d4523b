import pytest

from fakeserver.tenant.access.checks.exchange_registration import check_exchange_registration
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.refusals import ServicePrincipalNotRegistered


@pytest.mark.parametrize("registered", [None, "app-object", "else"])
def test_only_the_enterprise_applications_object_id_will_do(registered: str | None) -> None:
    application = Application("client", "app-object", "enterprise-object", "Daemon")
    application.exchange_object_id = registered
    for protocol in (Protocol.IMAP, Protocol.POP3, Protocol.SMTP):
        with pytest.raises(ServicePrincipalNotRegistered):
            check_exchange_registration(protocol, application)
    check_exchange_registration(Protocol.EWS, application)
    application.exchange_object_id = "enterprise-object"
    check_exchange_registration(Protocol.IMAP, application)
