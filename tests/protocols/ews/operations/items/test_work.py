"""What is asked of a folder costs what is answered, however much the folder holds: counted in calls, not in time."""

import sys
from collections.abc import Callable
from typing import Any

import pytest

from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.flags import SEEN
from fakeserver.tenant.exchange.values import Sensitivity
from tests.protocols.ews.client import Ews, envelope

FEW, MANY = 150, 1_500
_SHAPE = "<m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>"
BY_SUBJECT = (
    '<m:SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Subject"/></t:FieldOrder></m:SortOrder>'
)


def named(folder: Folder) -> str:
    return f'<t:FolderId Id="{folder.folder_id}"/>'


def find(folder: Folder, offset: int = 0, extra: str = "", traversal: str = "Shallow") -> str:
    view = f'<m:IndexedPageItemView MaxEntriesReturned="10" Offset="{offset}" BasePoint="Beginning"/>'
    where = f"<m:ParentFolderIds>{named(folder)}</m:ParentFolderIds>"
    return f'<m:FindItem Traversal="{traversal}">{_SHAPE}{view}{extra}{where}</m:FindItem>'


def get_item(folder: Folder) -> str:
    item = next(iter(folder.items.values()))
    return f'<m:GetItem>{_SHAPE}<m:ItemIds><t:ItemId Id="{item.item_id}"/></m:ItemIds></m:GetItem>'


def create_item(folder: Folder) -> str:
    where = f"<m:SavedItemFolderId>{named(folder)}</m:SavedItemFolderId>"
    return (
        f'<m:CreateItem MessageDisposition="SaveOnly">{where}<m:Items><t:Message><t:Subject>x</t:Subject></t:Message>'
        "</m:Items></m:CreateItem>"
    )


def conversations(folder: Folder) -> str:
    view = '<m:IndexedPageItemView MaxEntriesReturned="10" Offset="20" BasePoint="Beginning"/>'
    return f"<m:FindConversation>{view}<m:ParentFolderId>{named(folder)}</m:ParentFolderId></m:FindConversation>"


def sync(folder: Folder) -> str:
    return (
        f"<m:SyncFolderItems>{_SHAPE}<m:SyncFolderId>{named(folder)}</m:SyncFolderId>"
        "<m:MaxChangesReturned>10</m:MaxChangesReturned></m:SyncFolderItems>"
    )


def get_folder(folder: Folder) -> str:
    shape = "<m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape>"
    return f"<m:GetFolder>{shape}<m:FolderIds>{named(folder)}</m:FolderIds></m:GetFolder>"


def nothing(ews: Ews, folder: Folder) -> None:
    pass


def one_more(ews: Ews, folder: Folder) -> None:
    ews.mailbox.items.add(folder, "IPM.Note", {"subject": "n"})


def one_is_read(ews: Ews, folder: Folder) -> None:
    item = next(iter(folder.items.values()))
    ews.mailbox.items.set_flags(item, item.flags._replace(seen=not item.is_read) if item.is_read else SEEN)


def one_is_gone(ews: Ews, folder: Folder) -> None:
    ews.mailbox.items.delete([next(iter(folder.items.values()))])


def one_is_hidden(ews: Ews, folder: Folder) -> None:
    ews.mailbox.items.add(folder, "IPM.Configuration.x", {"is_associated": True})


@pytest.fixture
def folders(ews: Ews) -> list[Folder]:
    made = [ews.mailbox.add_folder(str(size)) for size in (FEW, MANY)]
    for folder, size in zip(made, (FEW, MANY), strict=True):
        for number in range(size):
            ews.mailbox.items.add(folder, "IPM.Note", {"subject": f"s{number % 100:03}"})
    return made


def calls(work: Callable[[], object]) -> int:
    """Return how many functions are called, those of the interpreter included."""
    count = 0

    def called(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("before", [nothing, one_more, one_is_read, one_is_gone, one_is_hidden])
def test_a_larger_folder_takes_no_more_work(ews: Ews, folders: list[Folder], before: Callable[..., None]) -> None:
    questions: dict[str, Callable[[Folder], str]] = {
        "GetItem": get_item,
        "FindItem": find,
        "FindItem, the middle": lambda folder: find(folder, 130 if folder is folders[0] else 1_200),
        "FindItem by subject": lambda folder: find(folder, 50, BY_SUBJECT),
        "FindItem, associated": lambda folder: find(folder, traversal="Associated"),
        "CreateItem": create_item,
        "SyncFolderItems": sync,
        "GetFolder": get_folder,
    }
    token = ews.token(ews.alice)
    for name, question in questions.items():
        taken = []
        for folder in folders:
            # The first makes the orders that are kept then.
            for _ in range(3):
                assert b"NoError" in ews.post(envelope(question(folder)), token).body
                before(ews, folder)
            request = envelope(question(folder))
            taken.append(calls(lambda request=request: ews.post(request, token)))  # type: ignore[misc]
        few, many = taken
        # A binary search in ten times as many takes a few looks more.
        assert many < 1.3 * few + 60, f"{name}: {few} calls in {FEW}, {many} in {MANY}"


def test_a_page_of_conversations_takes_no_more_work_in_a_larger_folder(ews: Ews) -> None:
    made = {size: ews.mailbox.add_folder(str(size)) for size in (FEW, MANY // 2)}
    for size, folder in made.items():
        for number in range(size):
            ews.mailbox.items.add(folder, "IPM.Note", {"subject": f"{size} {number}"})
    token, taken = ews.token(ews.alice), []
    for folder in made.values():
        request = envelope(conversations(folder))
        for _ in range(2):
            assert b"NoError" in ews.post(request, token).body
            one_more(ews, folder)
        taken.append(calls(lambda request=request: ews.post(request, token)))  # type: ignore[misc]
    few, many = taken
    assert many < 1.3 * few + 60, f"{few} calls in {FEW}, {many} in {MANY // 2}"


def test_readers_who_are_shown_less_cost_no_more(ews: Ews, folders: list[Folder]) -> None:
    for folder in folders:
        ews.tenant.rights.add_folder_permission(ews.alice, folder.path, ews.bob, "Reviewer")
        ews.mailbox.items.add(folder, "IPM.Note", {"subject": "p", "sensitivity": Sensitivity.PRIVATE})
    token = ews.token(ews.bob)
    for extra in ("", BY_SUBJECT):
        taken = []
        for folder in folders:
            request = envelope(find(folder, 30, extra))
            for _ in range(2):
                assert b"NoError" in ews.post(request, token).body
                one_more(ews, folder)
            taken.append(calls(lambda request=request: ews.post(request, token)))  # type: ignore[misc]
        few, many = taken
        assert many < 1.3 * few + 60, f"{few} calls in {FEW}, {many} in {MANY}"
