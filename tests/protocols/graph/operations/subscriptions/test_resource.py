"""What a subscription may name, and what not."""

import pytest

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.operations.subscriptions.resource import read_resource


@pytest.mark.parametrize(
    ("text", "user", "folder"),
    [
        ("me/messages", "me", None),
        ("/me/messages", "me", None),
        ("/Me/Messages/", "me", None),
        ("me//messages", "me", None),
        ("me/mailFolders('inbox')/messages", "me", "inbox"),
        ("/me/mailfolders('Inbox')/messages", "me", "Inbox"),
        ("me/mailFolders/AAMk=/messages", "me", "AAMk="),
        ("me/mailFolders/A/childFolders/B/messages", "me", "B"),
        ("users/alice@contoso.com/messages", "alice@contoso.com", None),
        ("/users/8ee44408-0679-472c-bc2a-692812af3437/mailFolders('inbox')/messages",
         "8ee44408-0679-472c-bc2a-692812af3437", "inbox"),
        ("Users('o''neal@contoso.com')/mailFolders/inbox/messages", "o'neal@contoso.com", "inbox"),
    ],
)  # fmt: skip
def test_messages(text: str, user: str, folder: str | None) -> None:
    found = read_resource(text)
    assert (found.user, found.folder, found.text) == (user, folder, text)


def test_options() -> None:
    found = read_resource("me/messages?$filter=isDraft eq false&$select=subject,from")
    assert (found.filter, found.select) == ("isDraft eq false", "subject,from")
    assert read_resource("me/messages?%24filter=isDraft%20eq%20false").filter == "isDraft eq false"


@pytest.mark.parametrize("text", ["me/events", "/users/x/contacts", "groups", "chats/getAllMessages", "me/drive/root"])
def test_other_collections_are_not_performed(text: str) -> None:
    with pytest.raises(GraphError, match=r"does not perform|Resource"):
        read_resource(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "/", "me", "messages", "alice/messages", "me/messages/AAMk=", "me/mailFolders", "me/mailFolders('inbox')",
        "me/mailFolders('inbox')/messages/x", "https://graph.microsoft.com/v1.0/me/messages",
        "me/messages?$top=5", "me/messages?$filter=", "me/messages?$filter=a&$filter=b", "me/messages?x=y",
        "me/nonsense", "me/mailFolders('inbox)/messages", "me/%FF/messages",
    ],
)  # fmt: skip
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(GraphError, match="of parameter 'Resource' is invalid"):
        read_resource(text)
