"""Sending: in whose name."""

from typing import Any

import pytest


def message_from(address: str, folder: str = "") -> str:
    sender = f"<t:From><t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox></t:From>" if address else ""
    return (
        f'<m:CreateItem MessageDisposition="SendAndSaveCopy">{folder}<m:Items><t:Message><t:Subject>x</t:Subject>'
        "<t:ToRecipients><t:Mailbox><t:EmailAddress>bob@contoso.onmicrosoft.com</t:EmailAddress></t:Mailbox>"
        f"</t:ToRecipients>{sender}</t:Message></m:Items></m:CreateItem>"
    )


@pytest.mark.parametrize(
    ("rights", "sender"),
    [(["SendOnBehalf"], "alice"), (["SendAs"], "carol"), (["SendAs", "SendOnBehalf"], "carol")],
)
def test_on_behalf_of_somebody_the_message_says_who_sent_it(ews: Any, rights: list[str], sender: str) -> None:
    carol = ews.tenant.add_user("carol")
    assert ews(message_from(carol.address)).codes == ["ErrorSendAsDenied"]
    for right in rights:
        ews.tenant.rights.add_mailbox_permission(carol, ews.alice, right)
    assert ews(message_from(carol.address)).codes == ["NoError"]
    (arrived,) = ews.tenant.mailbox(ews.bob).messages()
    assert arrived.get("from_").address == carol.address
    assert arrived.get("sender").address == f"{sender}@contoso.onmicrosoft.com"
    (kept,) = ews.mailbox.messages("sentitems")
    assert kept.get("sender").address == f"{sender}@contoso.onmicrosoft.com"


def test_full_access_alone_sends_nothing_from_anothers_mailbox(ews: Any) -> None:
    carol = ews.tenant.add_user("carol")
    ews.tenant.rights.add_mailbox_permission(carol, ews.alice)
    theirs = (
        '<m:SavedItemFolderId><t:DistinguishedFolderId Id="sentitems"><t:Mailbox><t:EmailAddress>'
        f"{carol.address}</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId></m:SavedItemFolderId>"
    )
    assert ews(message_from("", theirs)).codes == ["ErrorSendAsDenied"]
    assert ews.tenant.mailbox(carol).messages("outbox") == []
    ews.tenant.rights.add_mailbox_permission(carol, ews.alice, "SendOnBehalf")
    assert ews(message_from("", theirs)).codes == ["NoError"]
    (arrived,) = ews.tenant.mailbox(ews.bob).messages()
    assert (arrived.get("from_").address, arrived.get("sender").address) == (carol.address, ews.alice.address)
