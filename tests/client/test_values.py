"""Values on their way to a remote fake: who is meant, and what does not go."""

from collections.abc import Callable

import pytest

from fakeserver.client.tenant import RemoteTenant


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda tenant: tenant.add_user("x", aliases=[1]), "aliases"),
        (lambda tenant: tenant.add_user("x", photo=len), "photo"),
        (lambda tenant: tenant.user(1), "user"),
        (lambda tenant: tenant.mailbox(1), "user"),
        (lambda tenant: tenant.revoke(1), "user"),
        (lambda tenant: tenant.people.remove_user(1), "user"),
        (lambda tenant: tenant.add_shared_mailbox("x", members=[1]), "members"),
        (lambda tenant: tenant.add_distribution_group("x", [1]), "members"),
        (lambda tenant: tenant.add_distribution_group("x", allowed_senders=[1]), "allowed_senders"),
        (lambda tenant: tenant.add_room_list("x", [1]), "rooms"),
        (lambda tenant: tenant.register_app("x", delegated=[1]), "delegated"),
        (lambda tenant: tenant.register_app("x", application=[1]), "application"),
        (lambda tenant: tenant.applications.grant_consent(tenant.public_app, 1), "user"),
        (lambda tenant: tenant.rights.add_mailbox_permission(1, "alice"), "mailbox"),
        (lambda tenant: tenant.rights.add_mailbox_permission("alice", 1), "trustee"),
    ],
)
def test_a_wrong_argument_is_named(remote: RemoteTenant, call: Callable[[RemoteTenant], object], named: str) -> None:
    remote.add_user("alice")
    with pytest.raises(TypeError, match=rf"^{named}\b"):
        call(remote)
