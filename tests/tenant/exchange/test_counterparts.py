from fakeserver.tenant.exchange.counterparts import counterpart
from tests.world import World


def test_distinguished_folders_fit_whatever_their_names_are_and_others_are_made() -> None:
    world = World.of("alice", "bob")
    alice, bob = world.mailbox("alice"), world.mailbox("bob")
    alice.folders.distinguished("inbox").display_name = "Posteingang"
    tasks = alice.folders.create(alice.folders.distinguished("inbox"), "Plans", "IPF.Task")
    found = counterpart(bob.folders, tasks)
    assert (found.path, found.folder_class, found.mailbox) == ("Inbox/Plans", "IPF.Task", bob)
    assert counterpart(bob.folders, tasks) is found
    assert counterpart(bob.folders, alice.folders.distinguished("root")) is bob.folders.distinguished("root")
