"""Old names say the new ones, read or assigned."""

import pytest

from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.values import Body
from fakeserver.tenant.moved import moved
from fakeserver.tenant.refusals import Explanation, FolderNotFound, MailboxMoved
from fakeserver.tenant.tenant import Tenant


@moved({"old": "thing.room.new"})
class Thing:
    def __init__(self) -> None:
        self.kept = 1


def test_old_names_say_the_new_one() -> None:
    thing = Thing()
    for touch in (lambda: getattr(thing, "old"), lambda: setattr(thing, "old", 2)):  # noqa: B009
        with pytest.raises(AttributeError, match=r"Thing has no 'old': it is thing\.room\.new now"):
            touch()
    assert not hasattr(thing, "old")


def test_other_names_are_as_ever() -> None:
    thing = Thing()
    thing.kept = 3
    assert thing.kept == 3
    with pytest.raises(AttributeError, match="'Thing' object has no attribute 'unknown'"):
        getattr(thing, "unknown")  # noqa: B009


@pytest.mark.parametrize(
    ("owner", "old", "new"),
    [
        (MailboxMoved("alice@contoso.com"), "mend", "fix"),
        (FolderNotFound, "mend", "fix"),
        (FolderNotFound, "explain", "fakeserver.tenant.refusals.explained"),
        (Explanation("MailboxMoved", "It moved."), "mend", "fix"),
        (Attachment, "file", "Attachment(name, octets)"),
        (Attachment, "of_item", "Attachment(name, item=item)"),
        (Item, "deleted", "item.flags.deleted"),
        (Item, "mdn_sent", "item.flags.mdn_sent"),
        (Body, "kind", "format"),
        (Tenant, "mailstore", "tenant.mailboxes"),
        (Tenant, "sign_in_rules", "tenant.sign_ins.rules"),
    ],
)
def test_renamed_attributes_are_known_by_their_old_names(owner: object, old: str, new: str) -> None:
    with pytest.raises(AttributeError) as error:
        getattr(owner, old)
    assert str(error.value).endswith(f"has no {old!r}: it is {new} now")
