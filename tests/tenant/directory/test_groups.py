"""Groups."""

from fakeserver.tenant.directory.groups import Group


def test_a_group_is_known_by_id_and_name() -> None:
    assert Group("the-id", "Staff").names == {"the-id", "Staff"}


def test_groups_share_no_members() -> None:
    first, second = Group("1", "a"), Group("2", "b")
    first.member_ids.add("alice")
    assert second.member_ids == set()
