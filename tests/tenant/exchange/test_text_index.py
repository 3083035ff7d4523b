import pytest

from fakeserver.tenant.exchange import criteria, text_index
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import Body, DeleteMode, TextFormat


@pytest.fixture
def item(alice: Mailbox) -> Item:
    return alice.items.add_mime(alice.folders.distinguished("inbox"), b"Subject: A\r\n\r\nThe TEXT\r\n")


def test_a_text_is_read_once_and_kept_with_its_item(alice: Mailbox, item: Item) -> None:
    assert (item.text_key, item.header_key) == (None, None)
    text, header = alice.contents.texts.text(item), alice.contents.texts.header(item)
    assert (text, header) == (b"the text\r\n", b"subject: a")
    assert alice.contents.texts.text(item) is text
    assert alice.contents.texts.header(item) is header
    assert alice.contents.texts.size == len(text) + len(header)


def test_what_does_not_fit_is_found_all_the_same(alice: Mailbox, item: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_index, "MAX_KEPT", 10)
    other = alice.items.copy([item], item.folder)[0]
    for one in (item, other, item):
        assert criteria.body_contains("text").met_by(one)
        assert criteria.text_contains("subject: a").met_by(one)
    assert item.text_key is not None
    assert (other.text_key, item.header_key) == (None, None)
    assert alice.contents.texts.size == 10


@pytest.mark.parametrize("mode", [DeleteMode.HARD, DeleteMode.SOFT])
def test_what_is_kept_is_counted_until_it_goes(alice: Mailbox, item: Item, mode: DeleteMode) -> None:
    alice.contents.texts.text(item)
    alice.items.update(item, {"body": Body(TextFormat.PLAIN, "other")})
    assert alice.contents.texts.size == 0
    alice.contents.texts.text(item)
    size = alice.contents.texts.size
    alice.items.move([item], alice.folders.distinguished("drafts"))
    assert alice.contents.texts.size == size > 0
    alice.items.delete([item], mode)
    assert alice.contents.texts.size == (0 if mode is DeleteMode.HARD else size)


def test_a_copy_has_a_text_of_its_own(alice: Mailbox, bob: Mailbox, item: Item) -> None:
    alice.contents.texts.text(item)
    copy = bob.items.receive(item, bob.folders.distinguished("inbox"))
    assert bob.contents.texts.size == 0
    assert bob.contents.texts.text(copy) == b"the text\r\n"


def test_a_folder_that_is_deleted_takes_its_texts_along(alice: Mailbox, item: Item) -> None:
    folder = alice.folders.create(alice.folders.distinguished("inbox"), "sub")
    alice.items.move([item], folder)
    alice.contents.texts.text(item)
    alice.folders.delete(folder, DeleteMode.HARD)
    assert alice.contents.texts.size == 0


def test_what_does_not_fit_is_read_once_for_all_keys_of_a_search(
    alice: Mailbox, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_index, "MAX_KEPT", 0)
    texts = alice.contents.texts
    text, header = texts.text(item), texts.header(item)
    assert texts.text(item) is text
    assert texts.header(item) is header
    alice.items.update(item, {"body": Body(TextFormat.PLAIN, "other")})
    assert b"other" in texts.text(item)
    assert texts.size == 0
