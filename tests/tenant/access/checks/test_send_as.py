import pytest

from fakeserver.tenant.access.checks.send_as import check_sender
from fakeserver.tenant.access.credentials import BearerToken
from fakeserver.tenant.access.door import Visit
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.refusals import SendAsDenied, SenderUnknown
from fakeserver.tenant.tenant import Tenant

DOMAIN = "contoso.onmicrosoft.com"


def visit(cloud: Cloud, tenant: Tenant, to: str) -> Visit:
    token = tenant.token(tenant.public_app, "alice")
    return cloud.door.open(cloud.door.admit(Protocol.SMTP, BearerToken(token)), f"{to}@{DOMAIN}")


def test_own_addresses_may_stand_in_from(cloud: Cloud, tenant: Tenant) -> None:
    for sender in ("alice", "AL"):
        check_sender(visit(cloud, tenant, "alice"), f"{sender}@{DOMAIN}")


@pytest.mark.parametrize(
    ("sender", "kind"),
    [
        (f"bob@{DOMAIN}", SendAsDenied),
        (f"nobody@{DOMAIN}", SenderUnknown),
        ("somebody@elsewhere.example", SenderUnknown),
        ("", SenderUnknown),
        ("nonsense", SenderUnknown),
    ],
)
def test_other_addresses_may_not(cloud: Cloud, tenant: Tenant, sender: str, kind: type[SendAsDenied]) -> None:
    with pytest.raises(SendAsDenied) as denied:
        check_sender(visit(cloud, tenant, "alice"), sender)
    assert type(denied.value) is kind


@pytest.mark.parametrize("right", ["SendAs", "SendOnBehalf"])
def test_a_sending_right_allows_it(cloud: Cloud, tenant: Tenant, right: str) -> None:
    tenant.rights.add_mailbox_permission("bob", "alice", right)
    check_sender(visit(cloud, tenant, "alice"), f"bob@{DOMAIN}")


def test_full_access_alone_does_not_allow_sending(cloud: Cloud, tenant: Tenant) -> None:
    tenant.rights.add_mailbox_permission("bob", "alice")
    inside = visit(cloud, tenant, "bob")
    with pytest.raises(SendAsDenied):
        check_sender(inside, f"bob@{DOMAIN}")
    check_sender(inside, f"alice@{DOMAIN}")


def test_members_send_as_their_shared_mailbox(cloud: Cloud, tenant: Tenant) -> None:
    tenant.add_shared_mailbox("info", ["alice"])
    check_sender(visit(cloud, tenant, "info"), f"info@{DOMAIN}")


def test_an_application_sends_as_the_mailbox_that_it_opens(cloud: Cloud, tenant: Tenant) -> None:
    app = tenant.register_app("Sender", application=["SMTP.SendAsApp"])
    tenant.rights.add_mailbox_permission("alice", app)
    visitor = cloud.door.admit(Protocol.SMTP, BearerToken(tenant.app_token(app)))
    inside = cloud.door.open(visitor, f"alice@{DOMAIN}")
    check_sender(inside, f"alice@{DOMAIN}")
    with pytest.raises(SendAsDenied):
        check_sender(inside, f"bob@{DOMAIN}")
    tenant.rights.add_mailbox_permission("bob", app, "SendAs")
    check_sender(inside, f"bob@{DOMAIN}")


def test_behind_an_impersonation_the_users_rights_count(cloud: Cloud, tenant: Tenant) -> None:
    visitor = cloud.door.admit(Protocol.EWS, BearerToken(tenant.app_token(tenant.daemon_app)))
    inside = cloud.door.impersonate(visitor, "address", f"alice@{DOMAIN}")
    check_sender(inside, f"alice@{DOMAIN}")
    with pytest.raises(SendAsDenied):
        check_sender(inside, f"bob@{DOMAIN}")


def test_a_role_of_exchange_allows_the_mailboxes_in_its_scope(cloud: Cloud, tenant: Tenant) -> None:
    app = tenant.register_app("By role")
    tenant.add_user("carol")
    tenant.rights.assign_role(app, "Application SMTP.SendAsApp", ["alice", "bob"])
    visitor = cloud.door.admit(Protocol.SMTP, BearerToken(tenant.app_token(app)))
    inside = cloud.door.open(visitor, f"alice@{DOMAIN}")
    check_sender(inside, f"alice@{DOMAIN}")
    check_sender(inside, f"bob@{DOMAIN}")
    with pytest.raises(SendAsDenied):
        check_sender(inside, f"carol@{DOMAIN}")


def test_the_right_is_told(cloud: Cloud, tenant: Tenant) -> None:
    inside = visit(cloud, tenant, "alice")
    assert check_sender(inside, f"alice@{DOMAIN}") == "own"
    tenant.rights.add_mailbox_permission("bob", "alice", "SendOnBehalf")
    assert check_sender(inside, f"bob@{DOMAIN}") == "SendOnBehalf"
    tenant.rights.add_mailbox_permission("bob", "alice", "SendAs")
    assert check_sender(inside, f"bob@{DOMAIN}") == "SendAs"


def test_a_user_may_send_as_a_group(cloud: Cloud, tenant: Tenant) -> None:
    group = tenant.add_distribution_group("team", ["bob"])
    inside = visit(cloud, tenant, "alice")
    with pytest.raises(SendAsDenied) as denied:
        check_sender(inside, group.address)
    assert type(denied.value) is SendAsDenied, "the group is known"
    tenant.rights.add_mailbox_permission("team", "alice", "SendOnBehalf")
    assert check_sender(inside, group.address) == "SendOnBehalf"
    tenant.rights.add_mailbox_permission(group, "alice", "SendAs")
    assert check_sender(inside, group.address.upper()) == "SendAs"
    tenant.rights.remove_mailbox_permission("team", "alice", "SendAs")
    assert check_sender(inside, group.address) == "SendOnBehalf"
