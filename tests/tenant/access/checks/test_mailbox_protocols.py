import pytest

from fakeserver.tenant.access.checks.mailbox_protocols import check_mailbox_protocol
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import MailboxProtocolDisabled


@pytest.mark.parametrize(
    ("protocol", "switch"), [(Protocol.IMAP, "imap"), (Protocol.POP3, "pop"), (Protocol.EWS, "ews")]
)
def test_each_protocol_has_its_switch(protocol: Protocol, switch: str) -> None:
    user = User("id", "alice@contoso.com", "pw", display_name="Alice")
    check_mailbox_protocol(protocol, user)
    setattr(user, switch, False)
    with pytest.raises(MailboxProtocolDisabled):
        check_mailbox_protocol(protocol, user)
    for other in set(Protocol) - {protocol}:
        check_mailbox_protocol(other, user)
