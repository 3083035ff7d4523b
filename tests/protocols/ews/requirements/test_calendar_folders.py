"""What each level of access to a calendar is shown as, and what it allows (MS-OXWSMTGS, sixth scenario)."""

import pytest

from tests.protocols.ews.requirements.asking import (
    change_folder,
    create,
    create_folder,
    find,
    get,
    get_folder,
    made_folder,
    named_folder,
    update_folder,
    uri,
)
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.meetings import appointment, changed, removed
from tests.protocols.ews.requirements.test_folder_permissions import ALL, LEVELS, custom
from tests.protocols.ews.requirements.wire import EwsOverTls

_PLACE = ("calendar:Location", "<t:Location>Hall</t:Location>", "SendToNone")


def permissions(ews: EwsOverTls, level: str, settings: str = "") -> str:
    """Return t:PermissionSet with an entry for bob."""
    return (
        "<t:PermissionSet><t:CalendarPermissions><t:CalendarPermission><t:UserId><t:PrimarySmtpAddress>"
        f"{ews.bob.address}</t:PrimarySmtpAddress></t:UserId>{settings}"
        f"<t:CalendarPermissionLevel>{level}</t:CalendarPermissionLevel></t:CalendarPermission>"
        "</t:CalendarPermissions></t:PermissionSet>"
    )


def calendar(ews: EwsOverTls, level: str, settings: str = "") -> str:
    """Make a calendar with an entry for bob, and return its id."""
    return made_folder(ews, "Shared", permissions(ews, level, settings), "CalendarFolder")


def set_level(ews: EwsOverTls, folder: str, level: str, settings: str = "") -> None:
    """Let bob have a level."""
    entry = permissions(ews, level, settings)
    change = change_folder("folder:PermissionSet", entry).replace("<t:Folder>", "<t:CalendarFolder>")
    assert ews(update_folder(folder, change.replace("</t:Folder>", "</t:CalendarFolder>"))).codes == ["NoError"]


def doings(ews: EwsOverTls, level: str, settings: str = "") -> str:
    """Return what bob manages to do in a calendar of alice's, in the words of `LEVELS`."""
    folder = made_folder(ews, f"For {level}", permissions(ews, "Owner"), "CalendarFolder")
    [theirs] = ews(create(appointment("<t:Location>Lake</t:Location>"), to=folder)).attributes(".//t:ItemId", "Id")
    [own] = ews(create(appointment(), to=folder), ews.bob).attributes(".//t:ItemId", "Id")
    set_level(ews, folder, level, settings)
    attempts = {
        "create": create(appointment(), to=folder),
        "read-own": get(own),
        "read": get(theirs),
        "edit-own": changed(own, *_PLACE),
        "edit": changed(theirs, *_PLACE),
        "delete-own": removed(own, "SendToNone"),
        "delete": removed(theirs, "SendToNone"),
        "folder": create_folder(named_folder("Inner", kind="CalendarFolder"), parent=folder),
    }
    answers = {name: ews(request, ews.bob) for name, request in attempts.items()}
    return " ".join(name for name, answer in answers.items() if answer.codes == ["NoError"])


@holds("MS-OXWSMTGS", 147, 239, 245, 247, 248)
@pytest.mark.parametrize("level", [*LEVELS, "Custom"])
def test_each_level_is_kept(ews: EwsOverTls, level: str) -> None:
    settings = custom(True, False, "Owned", "None", "FullDetails") if level == "Custom" else ""
    folder = calendar(ews, level, settings)
    shown = ews(get_folder(folder, more=uri("folder:PermissionSet")))
    assert level in shown.texts(".//t:CalendarPermission/t:CalendarPermissionLevel")
    read = "None" if level in ("None", "Contributor") else "FullDetails"
    assert shown.texts(".//t:CalendarPermission/t:ReadItems")[-1] == read


@holds("MS-OXWSMTGS", 88, 91, 94, 95, 96, 98, 99, 100, 486)
@pytest.mark.parametrize("levels", [["None", "Contributor", "Reviewer"], ["NoneditingAuthor", "Author"],
                                    ["PublishingAuthor", "Editor"], ["PublishingEditor", "Owner"]])  # fmt: skip
def test_what_each_level_allows(ews: EwsOverTls, levels: list[str]) -> None:
    assert {level: doings(ews, level) for level in levels} == {level: LEVELS[level] for level in levels}


@holds("MS-OXWSMTGS", 90)
@pytest.mark.parametrize(
    ("settings", "allowed"),
    [
        (custom(True, True, "All", "All", "FullDetails"), ALL),
        (custom(True, False, "Owned", "None", "FullDetails"), "create read-own read edit-own"),
        (custom(False, False, "None", "All", "TimeOnly"), "delete-own delete"),
    ],
)
def test_what_is_allowed_right_by_right(ews: EwsOverTls, settings: str, allowed: str) -> None:
    assert doings(ews, "Custom", settings) == allowed


@holds("MS-OXWSMTGS", 97)
def test_an_owner_is_its_contact_too(ews: EwsOverTls) -> None:
    shown = ews(get_folder(calendar(ews, "Owner"), more=uri("folder:PermissionSet")))
    assert shown.texts(".//t:CalendarPermission/t:IsFolderOwner")[-1] == "true"
    assert shown.texts(".//t:CalendarPermission/t:IsFolderContact")[-1] == "true"


@holds("MS-OXWSMTGS", 104, 107, 487)
@pytest.mark.parametrize("level", ["Reviewer", "Contributor", "None", "FreeBusyTimeOnly",
                                   "FreeBusyTimeAndSubjectAndLocation"])  # fmt: skip
def test_who_sees_what_is_in_a_calendar(ews: EwsOverTls, level: str) -> None:
    folder = calendar(ews, level)
    inside = "<t:LegacyFreeBusyStatus>OOF</t:LegacyFreeBusyStatus><t:Location>Lake</t:Location>"
    [item] = ews(create(appointment(inside), to=folder)).attributes(".//t:ItemId", "Id")
    listed, one = ews(find(folder), ews.bob), ews(get(item), ews.bob)
    if level != "Reviewer":
        assert not listed.all(".//t:CalendarItem")
        assert one.codes[0] in ("ErrorAccessDenied", "ErrorItemNotFound")
        return
    for answer in (listed, one):
        assert answer.value(".//t:Subject") == "Walk"
        assert answer.value(".//t:Location") == "Lake"
        assert answer.value(".//t:LegacyFreeBusyStatus") == "OOF"
        assert answer.value(".//t:Start") == "2030-03-01T09:00:00Z"


@holds("MS-OXWSMTGS", 144, 1046, 1338)
def test_the_rights_by_sharing_are_not_set(ews: EwsOverTls) -> None:
    rights = "<t:SharingEffectiveRights>{}</t:SharingEffectiveRights>"
    new = create_folder(named_folder("Own", rights.format("FullDetails"), kind="CalendarFolder"))
    assert ews(new).codes == ["ErrorInvalidPropertySet"]
    assert ews.faulted(new.replace("FullDetails", "Everything")) == "ErrorSchemaValidation"
    # A calendar of one's own is not shared with oneself.
    shown = ews(get_folder("calendar", more=uri("folder:SharingEffectiveRights")))
    assert (shown.codes, shown.all(".//t:SharingEffectiveRights")) == (["NoError"], [])
