"""What each level of access to a calendar is shown as (MS-OXWSMTGS, sixth scenario)."""

import pytest

from tests.protocols.ews.requirements.asking import get_folder, made_folder, uri
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.test_folder_permissions import LEVELS, custom
from tests.protocols.ews.requirements.wire import EwsOverTls


def calendar(ews: EwsOverTls, level: str, settings: str = "") -> str:
    """Make a calendar with an entry for bob, and return its id."""
    inside = (
        "<t:PermissionSet><t:CalendarPermissions><t:CalendarPermission><t:UserId><t:PrimarySmtpAddress>"
        f"{ews.bob.address}</t:PrimarySmtpAddress></t:UserId>{settings}"
        f"<t:CalendarPermissionLevel>{level}</t:CalendarPermissionLevel></t:CalendarPermission>"
        "</t:CalendarPermissions></t:PermissionSet>"
    )
    return made_folder(ews, "Shared", inside, "CalendarFolder")


@holds("MS-OXWSMTGS", 147, 239, 245, 247, 248)
@pytest.mark.parametrize("level", [*LEVELS, "Custom"])
def test_each_level_is_kept(ews: EwsOverTls, level: str) -> None:
    settings = custom(True, False, "Owned", "None", "FullDetails") if level == "Custom" else ""
    folder = calendar(ews, level, settings)
    shown = ews(get_folder(folder, more=uri("folder:PermissionSet")))
    assert level in shown.texts(".//t:CalendarPermission/t:CalendarPermissionLevel")
    read = "None" if level in ("None", "Contributor") else "FullDetails"
    assert shown.texts(".//t:CalendarPermission/t:ReadItems")[-1] == read
