"""``[[public_folders]]`` of a configuration."""

from pathlib import Path

import pytest

from fakeserver.config.reading import ConfigError
from tests.config.test_building import built


def test_public_folders(tmp_path: Path) -> None:
    tenant = built(
        tmp_path,
        """
        [[public_folders]]
        name = "Projects/2026"
        address = "projects"
        permissions = { Default = "Reviewer", alice = "Owner" }
        [[public_folders]]
        name = "Dates"
        folder_class = "IPF.Appointment"
        """,
    )
    assert [folder.path for folder in tenant.public_folders.all] == ["Projects", "Projects/2026", "Dates"]
    assert tenant.deliver("projects", subject="x").folder.path == "Projects/2026"
    entries = tenant.permissions.folders.entries(
        tenant.user("publicfolders").object_id, tenant.public_folders.folder("Projects/2026").number
    )
    assert {permission.level for permission in entries.values()} == {"Reviewer", "None", "Owner"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name = 'a'\naddress = 'alice'", r"public_folders\[0\] \(a\): .*belongs to"),
        ("name = 'a'\npermissions = { Default = 'Boss' }", "no permission level 'Boss'"),
        ("name = 'a'\npermissions = { carol = 'Owner' }", "no user 'carol'"),
        ("name = 'a//b'", r"public_folders\[0\] \(a//b\)"),
    ],
)
def test_public_folders_that_cannot_be(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        built(tmp_path, f"[[public_folders]]\n{text}")
