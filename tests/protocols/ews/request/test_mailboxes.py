"""t:Mailbox where it names whose mailbox is meant."""

import pytest
from lxml import etree

from fakeserver.protocols.ews.request.mailboxes import read_mailbox
from fakeserver.protocols.ews.soap.names import TYPES
from tests.protocols.ews.client import Ews


def test_the_address_is_read_without_the_blanks_around_it() -> None:
    given = f'<t:Mailbox xmlns:t="{TYPES}"><t:EmailAddress> a@b.example </t:EmailAddress></t:Mailbox>'
    assert read_mailbox(etree.fromstring(given)) == "a@b.example"


@pytest.mark.parametrize(
    ("mailbox", "code"),
    [
        ("<t:EmailAddress>bob@contoso.onmicrosoft.com</t:EmailAddress><t:RoutingType>smtp</t:RoutingType>", "NoError"),
        ("<t:EmailAddress/>", "ErrorSchemaValidation"),
        ("<t:RoutingType/>", "ErrorSchemaValidation"),
        ("<t:MailboxType>mailbox</t:MailboxType>", "ErrorSchemaValidation"),
        ("<t:RoutingType>EX</t:RoutingType>", "ErrorInvalidRoutingType"),
        ("<t:Name>Bob</t:Name>", "ErrorMissingInformationEmailAddress"),
    ],
)
def test_the_mailbox_of_a_distinguished_folder_is_read_whole(ews: Ews, mailbox: str, code: str) -> None:
    ews.tenant.rights.add_mailbox_permission("bob", ews.alice)
    answer = ews(
        "<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds>"
        f'<t:DistinguishedFolderId Id="inbox"><t:Mailbox>{mailbox}</t:Mailbox></t:DistinguishedFolderId>'
        "</m:FolderIds></m:GetFolder>"
    )
    assert (answer.codes or [answer.value("faultcode").removeprefix("a:")]) == [code]
