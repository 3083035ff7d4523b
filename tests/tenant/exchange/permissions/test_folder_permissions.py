import pytest

from fakeserver.tenant.exchange.permissions.folder_permissions import (
    FOLDER_RIGHTS,
    LEVELS,
    FolderPermission,
    FolderPermissions,
    Outsider,
)


def test_levels_by_name_and_by_rights() -> None:
    assert FolderPermission.of("Owner").rights == FOLDER_RIGHTS
    assert FolderPermission.of(["ReadItems"]).rights == {"ReadItems"}
    assert FolderPermission.of(["ReadItems"]).level == "Custom"
    assert FolderPermission.of(["ReadItems"]).availability == "details"
    assert FolderPermission.of(["CreateItems"]).availability == "none"
    for name, permission in LEVELS.items():
        assert permission.rights <= FOLDER_RIGHTS
        assert permission.level == name
        assert FolderPermission.of(permission) is permission


@pytest.mark.parametrize(
    ("level", "meant"), [("Reader", "Reviewer"), ("editor", "Editor"), (["ReadItem"], "ReadItems"), ("Writer", "")]
)
def test_unknown_levels_and_rights_suggest_the_right_one(level: str | list[str], meant: str) -> None:
    with pytest.raises(ValueError, match=f"did you mean '{meant}'" if meant else "there are|did you mean"):
        FolderPermission.of(level)


def test_entries() -> None:
    changes: list[None] = []
    folders = FolderPermissions(lambda: changes.append(None))
    assert not folders.opens("alice", "bob")
    folders.set("alice", 7, "bob", "Reviewer")
    assert folders.opens("alice", "bob")
    assert folders.rights("alice", 7, "bob") == LEVELS["Reviewer"].rights
    assert folders.rights("alice", 8, "bob") == frozenset()
    assert folders.rights("alice", 7, "carol") == frozenset()
    folders.set("alice", 7, "Default", "Author")
    assert folders.rights("alice", 7, "carol") == LEVELS["Author"].rights
    assert folders.rights("alice", 7, "bob") == LEVELS["Reviewer"].rights
    folders.inherit("alice", 7, 9)
    folders.inherit("alice", 8, 10)
    assert folders.entries("alice", 9) == folders.entries("alice", 7)
    folders.remove("alice", 7, "bob")
    assert folders.rights("alice", 7, "bob") == LEVELS["Author"].rights
    assert folders.rights("alice", 9, "bob") == LEVELS["Reviewer"].rights
    assert len(changes) == 4


def test_entries_are_replaced_as_a_whole() -> None:
    folders = FolderPermissions(lambda: None)
    folders.set("alice", 7, "bob", "Reviewer")
    outsider = Outsider("carol@fabrikam.com")
    folders.replace("alice", 7, {"Default": LEVELS["Author"], outsider: LEVELS["Owner"]})
    assert folders.entries("alice", 7) == {"Default": LEVELS["Author"], outsider: LEVELS["Owner"]}
    assert folders.permission("alice", 7, "bob") == LEVELS["Author"]
