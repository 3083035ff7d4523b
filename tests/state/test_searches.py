"""Search folders show the same after a restart, whoever has made them."""

import pytest

from fakeserver.state.errors import StateError
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.search_folders import SearchFolder
from fakeserver.tenant.exchange.values import Sensitivity
from tests.protocols.ews.client import Ews
from tests.state.round_trip import again
from tests.world import World

CREATE = """<m:CreateFolder><m:ParentFolderId>{parent}</m:ParentFolderId><m:Folders><t:SearchFolder>
<t:DisplayName>Found</t:DisplayName><t:SearchParameters Traversal="Shallow"><t:Restriction>
<t:Contains ContainmentMode="Substring" ContainmentComparison="IgnoreCase"><t:FieldURI FieldURI="item:Subject"/>
<t:Constant Value="in&amp;voice"/></t:Contains></t:Restriction><t:BaseFolderIds>{inbox}</t:BaseFolderIds>
</t:SearchParameters></t:SearchFolder></m:Folders></m:CreateFolder>"""


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob")


def inbox_of(user: User) -> str:
    mailbox = f"<t:Mailbox><t:EmailAddress>{user.address}</t:EmailAddress></t:Mailbox>"
    return f'<t:DistributedFolderId Id="inbox">{mailbox}</t:DistributedFolderId>'.replace(
        "Distributed", "Distinguished"
    )


def found_in(box: Mailbox) -> list[str]:
    return [item.subject for item in box.messages("searchfolders/Found")]


def test_a_clients_search_is_made_again_of_its_restriction(world: World) -> None:
    box, inbox = world.mailbox(), inbox_of(world.user())
    parent = '<t:DistinguishedFolderId Id="searchfolders"/>'
    assert Ews(world)(CREATE.format(parent=parent, inbox=inbox)).codes == ["NoError"]
    for subject in ("An IN&VOICE", "other"):
        box.deliver(subject=subject)
    assert found_in(box) == ["An IN&VOICE"]
    box = again(world.tenant).mailbox("alice")
    assert found_in(box) == ["An IN&VOICE"]
    box.deliver(subject="in&voice 2")
    assert found_in(box) == ["An IN&VOICE", "in&voice 2"]
    # And once more, of what was read.
    assert found_in(again(world.tenant).mailbox("alice")) == ["An IN&VOICE"]


def test_what_its_maker_may_read_is_asked_afterwards_too(world: World) -> None:
    alice, bob, box = world.user(), world.user("bob"), world.mailbox()
    for folder in ("inbox", "searchfolders"):
        world.tenant.rights.add_folder_permission(alice, folder, bob, "PublishingEditor")
    parent = inbox_of(alice).replace('"inbox"', '"searchfolders"')
    assert Ews(world)(CREATE.format(parent=parent, inbox=inbox_of(alice)), bob).codes == ["NoError"]
    box.deliver(subject="in&voice")
    hidden = box.deliver(subject="in&voice of mine")
    box.items.update(hidden, {"sensitivity": Sensitivity.PRIVATE})
    assert found_in(box) == ["in&voice"]
    tenant = again(world.tenant)
    assert found_in(tenant.mailbox("alice")) == ["in&voice"]
    tenant.rights.remove_folder_permission(tenant.user("alice"), "inbox", tenant.user("bob"))
    assert found_in(tenant.mailbox("alice")) == []


def test_the_folders_that_every_mailbox_has_show_what_they_did(world: World) -> None:
    box = world.mailbox()
    box.items.update(box.deliver(subject="x"), {"flagged": True})
    box.deliver(subject="y")
    kept = again(world.tenant).mailbox("alice")

    def shown(box: Mailbox) -> dict[str, list[str]]:
        searching = [folder for folder in box.folders.below(box.folders.distinguished("root")) if folder.search]
        return {folder.display_name: [item.subject for item in box.search.items_in(folder)] for folder in searching}

    assert shown(kept) == shown(box)
    assert shown(box)["To-Do Search"] == ["x"]


def test_a_condition_that_nothing_describes_is_refused(world: World) -> None:
    box = world.mailbox()
    folder: Folder = box.add_folder("Found")
    folder.search = SearchFolder(lambda item: True, (box.folders.distinguished(),), False)
    with pytest.raises(StateError, match="the search folder 'Found' cannot be kept"):
        again(world.tenant)
