"""What comes from outside."""

from fakeserver.tenant.tenant import Tenant


def test_each_kind_of_address_gets_it(tenant: Tenant) -> None:
    tenant.add_user("carol")
    tenant.add_distribution_group("team", ["carol"])
    folder = tenant.add_public_folder("Projects", address="projects")
    assert tenant.deliver("carol", subject="a").folder.path == "Inbox"
    assert tenant.deliver(tenant.user("carol"), subject="b").folder.path == "Inbox"
    member = tenant.deliver("team", subject="c", sender="carol@contoso.onmicrosoft.com")
    assert member.mailbox is tenant.mailbox("carol")
    assert tenant.deliver("projects@contoso.onmicrosoft.com", subject="d", is_read=True).is_read
    assert [item.subject for item in folder.items.values()] == ["d"]
