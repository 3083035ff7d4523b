import pytest

from fakeserver.tenant.exchange.permissions.folder_permissions import (
    FOLDER_RIGHTS,
    LEVELS,
    FolderPermissions,
    level_of,
    rights_of,
)


def test_levels_by_name_and_by_rights():
    assert rights_of("Owner") == FOLDER_RIGHTS
    assert rights_of(["ReadItems"]) == {"ReadItems"}
    assert level_of(rights_of(["ReadItems"])) == "Custom"
    for name, rights in LEVELS.items():
        assert rights <= FOLDER_RIGHTS
        assert LEVELS[level_of(rights)] == rights, name


@pytest.mark.parametrize(
    ("level", "meant"), [("Reader", "Reviewer"), ("editor", "Editor"), (["ReadItem"], "ReadItems"), ("Writer", "")]
)
def test_unknown_levels_and_rights_suggest_the_right_one(level, meant):
    with pytest.raises(ValueError, match=f"did you mean '{meant}'" if meant else "there are|did you mean"):
        rights_of(level)


def test_entries():
    changes: list[None] = []
    folders = FolderPermissions(lambda: changes.append(None))
    assert not folders.opens("alice", "bob")
    folders.set("alice", 7, "bob", "Reviewer")
    assert folders.opens("alice", "bob")
    assert folders.rights("alice", 7, "bob") == LEVELS["Reviewer"]
    assert folders.rights("alice", 8, "bob") == frozenset()
    assert folders.rights("alice", 7, "carol") == frozenset()
    folders.set("alice", 7, "Default", "Author")
    assert folders.rights("alice", 7, "carol") == LEVELS["Author"]
    assert folders.rights("alice", 7, "bob") == LEVELS["Reviewer"]
    folders.inherit("alice", 7, 9)
    folders.inherit("alice", 8, 10)
    assert folders.entries("alice", 9) == folders.entries("alice", 7)
    folders.remove("alice", 7, "bob")
    assert folders.rights("alice", 7, "bob") == LEVELS["Author"]
    assert folders.rights("alice", 9, "bob") == LEVELS["Reviewer"]
    assert len(changes) == 4
