import pytest

from fakeserver.tenant.exchange.permissions.mailbox_permissions import EVERY_MAILBOX, MailboxPermissions


def test_rights_are_given_and_taken() -> None:
    permissions = MailboxPermissions()
    permissions.add("box", "alice", "FullAccess")
    permissions.add("box", "alice", "SendAs")
    assert permissions.rights("box", "alice") == {"FullAccess", "SendAs"}
    assert permissions.rights("box", "bob") == frozenset()
    permissions.remove("box", "alice", "SendAs")
    assert permissions.rights("box", "alice") == {"FullAccess"}
    assert permissions.generation == 3


def test_what_is_removed_from_one_mailbox_stays_removed_there() -> None:
    permissions = MailboxPermissions()
    permissions.add(EVERY_MAILBOX, "app", "FullAccess")
    permissions.remove("box", "app", "FullAccess")
    assert permissions.rights("box", "app") == frozenset()
    assert permissions.rights("other", "app") == {"FullAccess"}
    permissions.add("box", "app", "FullAccess")
    permissions.remove(EVERY_MAILBOX, "app", "FullAccess")
    assert permissions.rights("box", "app") == {"FullAccess"}
    assert permissions.rights("other", "app") == frozenset()


def test_a_misspelt_right_suggests_the_right_one() -> None:
    with pytest.raises(ValueError, match="did you mean 'FullAccess'"):
        MailboxPermissions().add("box", "alice", "fullacces")


def test_who_holds_a_right_on_a_mailbox() -> None:
    permissions = MailboxPermissions()
    for trustee in ("bob", "carol"):
        permissions.add("alice", trustee, "SendOnBehalf")
    permissions.add("alice", "dave", "FullAccess")
    assert permissions.trustees("alice", "SendOnBehalf") == ["bob", "carol"]
    permissions.remove("alice", "bob", "SendOnBehalf")
    assert permissions.trustees("alice", "SendOnBehalf") == ["carol"]
