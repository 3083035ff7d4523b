from fakeserver.steps import finish
from fakeserver.tenant.exchange.search_folders import SearchFolder
from tests.world import World


def test_what_is_in_several_folders_is_shown_once_and_no_associated_items() -> None:
    mailbox = World.of("alice").mailbox()
    inbox, old = mailbox.folders.distinguished("inbox"), mailbox.add_folder("Inbox/Old")
    kept = [mailbox.deliver(subject="one"), mailbox.deliver(subject="one", folder="Inbox/Old")]
    mailbox.items.add(inbox, "IPM.Configuration.x", {"is_associated": True, "subject": "one"})
    shown = mailbox.add_folder("Found")
    shown.search = SearchFolder(lambda item: item.subject == "one", (inbox, old), deep=True)
    assert finish(mailbox.search.results.of(shown)) == kept
    assert finish(mailbox.search.results.of(old)) == []
