"""What a remote object has of the names of the local one: all, or it says what to do instead."""

import inspect
from collections.abc import Iterator

import pytest

from fakeserver.client import Client
from fakeserver.client.differences import NOT_REMOTE, PAGE, missing
from fakeserver.client.tenant import RemoteTenant
from fakeserver.server import FakeServer
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.moved import MovedName
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.switches.user_switches import UserSwitches
from fakeserver.tenant.tenant import Tenant
from tests.client import page


def pairs(server: FakeServer, client: Client, local: Tenant, remote: RemoteTenant) -> Iterator[tuple[object, object]]:
    """Yield each local object, and the remote one that stands for it."""
    yield server, client
    yield local, remote
    alice = remote.add_user("alice")
    there = local.user("alice")
    yield there, alice
    message = alice.mailbox.deliver(subject="x", attachments=[("a.txt", b"x")])
    item = there.mailbox.messages()[0]
    yield from [(there.mailbox, alice.mailbox), (item, message), (item.attachments[0], message.attachments[0])]
    yield item.folder, next(folder for folder in alice.mailbox.folder_list if folder.path == item.folder.path)
    yield local.public_app, remote.public_app
    yield local.clock, remote.clock
    yield local.faults, remote.faults
    yield local.faults.drop("imap"), remote.faults.ordered[0]
    rooms = ("policies", "outbound", "people", "applications", "rights", "sign_ins", "rooms", "organization")
    for room in (*rooms, "public_folders"):
        yield getattr(local, room), getattr(remote, room)


def names_of(thing: object) -> set[str]:
    """Return the public names of an object, without those that only say where they are now."""
    kind = type(thing)
    names = {name for name in {*dir(kind), *getattr(thing, "__dict__", {})} if name[0] != "_"}
    return {name for name in names if not isinstance(inspect.getattr_static(kind, name, None), MovedName)}


def there_by_name(local: object) -> set[str]:
    """Return names that remote objects have without being seen by `dir`: switches, and kinds of faults."""
    if isinstance(local, User):
        return set(UserSwitches.rows)
    if isinstance(local, Policies):
        return set(Policies.rows)
    return set()


def test_each_name_is_there_or_says_what_to_do(
    server: FakeServer, client: Client, local: Tenant, remote: RemoteTenant
) -> None:
    from fakeserver.tenant.faults.kinds import KINDS

    seen = set()
    for mine, theirs in pairs(server, client, local, remote):
        kind = type(mine).__name__
        seen.add(kind)
        here = names_of(mine)
        there = names_of(theirs) | there_by_name(mine) | (set(KINDS) if kind == "Faults" else set())
        assert here - there == set(NOT_REMOTE[kind]), kind
    assert seen == set(NOT_REMOTE)


#: What docs/remote.md has in words: files of the client's own, a path for a folder, names of permissions, and domains
#: that nobody changes.
OTHERWISE = {"FakeServer.bundle_file", "Item.folder", "Application.delegated", "Organization.domains"}


def test_what_both_have_says_the_same(server: FakeServer, client: Client, local: Tenant, remote: RemoteTenant) -> None:
    differing = set()
    for mine, theirs in pairs(server, client, local, remote):
        for name in names_of(mine) & names_of(theirs):
            said = getattr(theirs, name)
            if isinstance(said, str | int | tuple | frozenset | None) and getattr(mine, name) != said:
                differing.add(f"{type(mine).__name__}.{name}")
    assert differing == OTHERWISE


def test_a_name_that_is_not_there_names_the_page(remote: RemoteTenant) -> None:
    for name, instead in NOT_REMOTE["Tenant"].items():
        with pytest.raises(AttributeError) as error:
            getattr(remote, name)
        assert str(error.value) == f"Tenant.{name} is not there over --m365-url: {instead} ({PAGE})"
    assert str(missing(remote, "Tenant", "basic_auth")) == (
        "Tenant has no 'basic_auth': it is tenant.policies.basic_auth now"
    )


def test_the_page_has_them_all() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.written()
