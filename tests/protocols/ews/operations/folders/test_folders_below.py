"""Folders deleted, emptied and copied by somebody who sees only some of what is in them, or below."""

import pytest

from fakeserver.protocols.ews.request.call import Call
from fakeserver.steps import BATCH
from fakeserver.tenant.exchange.entities import Folder, Item
from tests.protocols.ews.client import Ews
from tests.protocols.ews.public_folders import find_items, get_folder, named, on_folders

PRIVATE = b"From: a@example.com\r\nSubject: Pay\r\nSensitivity: Private\r\n\r\nHi\r\n"


@pytest.fixture
def team(ews: Ews) -> Folder:
    """Bob owns alice's folder "Team", which has a folder below it that is his too, and in each a private message."""
    team, below = ews.mailbox.add_folder("Team"), ews.mailbox.add_folder("Team/below")
    for folder in (team, below):
        ews.tenant.rights.add_folder_permission(ews.alice, folder.path, ews.bob, "Owner")
        ews.mailbox.deliver(PRIVATE, folder=folder.path)
        ews.mailbox.deliver(subject="Plan", folder=folder.path)
    return team


def left(folder: Folder) -> list[str]:
    return [item.get("subject") for item in folder.items.values()]


def test_emptying_leaves_what_one_is_not_shown(ews: Ews, team: Folder) -> None:
    emptied = on_folders("EmptyFolder", named(team), 'DeleteType="HardDelete" DeleteSubFolders="false"')
    assert ews(emptied, ews.bob).codes == ["NoError"]
    assert left(team) == ["Pay"]
    assert ews(emptied).codes == ["NoError"]
    assert left(team) == []


@pytest.mark.parametrize(
    ("operation", "attributes"),
    [("DeleteFolder", 'DeleteType="HardDelete"'), ("EmptyFolder", 'DeleteType="HardDelete" DeleteSubFolders="true"')],
)
def test_a_folder_is_not_deleted_with_it(ews: Ews, team: Folder, operation: str, attributes: str) -> None:
    asked = on_folders(operation, named(team), attributes)
    assert ews(asked, ews.bob).codes == ["ErrorAccessDenied"]
    assert [left(folder) for folder in (team, *team.children)] == [["Pay", "Plan"]] * 2
    ews.tenant.rights.add_delegate("alice", "bob", sees_private_items=True)
    assert ews(asked, ews.bob).codes == ["NoError"]
    assert team.children == []


@pytest.mark.parametrize(
    ("operation", "attributes"),
    [("DeleteFolder", 'DeleteType="HardDelete"'), ("EmptyFolder", 'DeleteType="HardDelete" DeleteSubFolders="false"')],
)
def test_many_items_are_looked_at_in_steps(
    ews: Ews, team: Folder, monkeypatch: pytest.MonkeyPatch, operation: str, attributes: str
) -> None:
    """Each is read for its sensitivity, which takes long in a folder of thousands."""
    for number in range(3 * BATCH):
        ews.mailbox.deliver(subject=str(number), folder=team.path)
    for folder in (team, *team.children):
        ews.mailbox.items.delete([item for item in folder.items.values() if item.get("subject") == "Pay"])
    in_a_step, shows = [0], Call.shows

    def counted(call: Call, item: Item) -> bool:
        in_a_step[-1] += 1
        return shows(call, item)

    monkeypatch.setattr(Call, "shows", counted)
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    answer = ews.in_steps(on_folders(operation, named(team), attributes), lambda _: in_a_step.append(0), ews.bob)
    assert answer.codes == ["NoError"]
    assert sum(in_a_step) > 3 * BATCH
    assert max(in_a_step) <= BATCH
    assert not (team.exists and team.items)


def test_a_copy_has_what_one_is_shown_and_belongs_to_whoever_made_it(ews: Ews, team: Folder) -> None:
    aside = ews.mailbox.add_folder("Aside")
    ews.tenant.rights.add_folder_permission(ews.alice, aside.path, ews.bob, "PublishingAuthor")
    copied = ews(on_folders("CopyFolder", named(team), to=named(aside)), ews.bob)
    assert copied.codes == ["NoError"]
    copy = ews.mailbox.folders.by_id(copied.attribute(".//t:FolderId", "Id"))
    assert [left(folder) for folder in (copy, *copy.children)] == [["Plan"]] * 2
    for folder in (copy, *copy.children):
        assert ews(find_items(named(folder)), ews.bob).texts(".//t:Subject") == ["Plan"]


@pytest.mark.parametrize("level", ["None", "Contributor"])
def test_a_folder_is_not_copied_with_one_that_one_may_not_read(ews: Ews, team: Folder, level: str) -> None:
    below = team.children[0]
    ews.tenant.rights.add_folder_permission(ews.alice, below.path, ews.bob, level)
    aside = ews.mailbox.add_folder("Aside")
    ews.tenant.rights.add_folder_permission(ews.alice, aside.path, ews.bob, "PublishingAuthor")
    assert ews(on_folders("CopyFolder", named(team), to=named(aside)), ews.bob).codes == ["ErrorAccessDenied"]
    assert aside.children == []
    ews.tenant.rights.add_folder_permission(ews.alice, below.path, ews.bob, "Reviewer")
    assert ews(on_folders("CopyFolder", named(team), to=named(aside)), ews.bob).codes == ["NoError"]
    assert ews(get_folder(named(aside.children[0])), ews.bob).codes == ["NoError"]
