"""A public folder with an address."""

from fakeserver.tenant.exchange.mail_folders import MailFolder
from fakeserver.tenant.exchange.mailboxes import Mailboxes


def test_it_shows_who_may_send(mailboxes: Mailboxes) -> None:
    store = mailboxes.add_public_folders("public@contoso.onmicrosoft.com", "Public")
    folder = MailFolder("news@contoso.onmicrosoft.com", store.add_folder("News"), lambda sender, is_inside: is_inside)
    assert folder.addresses == ["news@contoso.onmicrosoft.com"]
    assert folder.folder.path == "News"
    assert (folder.accepts("a@contoso.onmicrosoft.com", True), folder.accepts("a@example.com", False)) == (True, False)
