"""Who may do what in a folder: by a level, or right by right (MS-OXWSFOLD, seventh and eighth scenario)."""

import pytest

from tests.protocols.ews.requirements.asking import (
    change,
    change_folder,
    create,
    create_folder,
    delete,
    get,
    get_folder,
    made_folder,
    message,
    named_folder,
    update,
    update_folder,
    uri,
)
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.wire import EwsOverTls

#: What somebody may do, in the order in which `doings` tries it.
ALL = "create read-own read edit-own edit delete-own delete folder"
#: Level -> what it allows.
LEVELS = {
    "None": "",
    "Contributor": "create read-own",
    "Reviewer": "read-own read",
    "NoneditingAuthor": "create read-own read delete-own",
    "Author": "create read-own read edit-own delete-own",
    "PublishingAuthor": "create read-own read edit-own delete-own folder",
    "Editor": "create read-own read edit-own edit delete-own delete",
    "PublishingEditor": ALL,
    "Owner": ALL,
}
_RENAMED = change("item:Subject", "<t:Subject>Other</t:Subject>")


def permission(address: str, level: str, settings: str = "") -> str:
    """Return t:PermissionSet with one entry."""
    return (
        f"<t:PermissionSet><t:Permissions><t:Permission><t:UserId><t:PrimarySmtpAddress>{address}"
        f"</t:PrimarySmtpAddress></t:UserId>{settings}<t:PermissionLevel>{level}</t:PermissionLevel></t:Permission>"
        "</t:Permissions></t:PermissionSet>"
    )


def custom(create_items: bool, folders: bool, edit: str, remove: str, read: str) -> str:
    """Return the settings of an entry of level Custom."""
    return (
        f"<t:CanCreateItems>{str(create_items).lower()}</t:CanCreateItems>"
        f"<t:CanCreateSubFolders>{str(folders).lower()}</t:CanCreateSubFolders><t:IsFolderOwner>false</t:IsFolderOwner>"
        "<t:IsFolderVisible>true</t:IsFolderVisible><t:IsFolderContact>false</t:IsFolderContact>"
        f"<t:EditItems>{edit}</t:EditItems><t:DeleteItems>{remove}</t:DeleteItems><t:ReadItems>{read}</t:ReadItems>"
    )


def shared(ews: EwsOverTls, level: str, settings: str = "") -> str:
    """Make a folder with an entry for bob, and return its id."""
    return made_folder(ews, "Shared", permission(ews.bob.address, level, settings))


def doings(ews: EwsOverTls, folder: str) -> str:
    """Return what bob manages to do in one of alice's folders; nobody's rights change by it."""
    [theirs] = ews(create(message(), to=folder)).attributes(".//t:ItemId", "Id")
    allowed = []

    def attempt(name: str, request: str) -> str:
        answer = ews(request, user=ews.bob)
        if answer.codes == ["NoError"]:
            allowed.append(name)
            return (answer.attributes(".//t:ItemId", "Id") or [""])[0]
        return ""

    own = attempt("create", create(message(), to=folder))
    if not own:
        # Made by bob all the same: while he was let in.
        full = change_folder("folder:PermissionSet", permission(ews.bob.address, "Owner"))
        before = ews(get_folder(folder, more=uri("folder:PermissionSet"))).find(".//t:PermissionSet")
        entry = next(one for one in before[0] if ews.bob.address in "".join(map(str, one.itertext())))
        settings = {child.tag.rpartition("}")[2]: child.text for child in entry}
        ews(update_folder(folder, full))
        own = ews(create(message(), to=folder), user=ews.bob).attribute(".//t:ItemId", "Id")
        level = str(settings.pop("PermissionLevel"))
        settings.pop("UserId")
        again = "".join(f"<t:{name}>{value}</t:{name}>" for name, value in settings.items())
        ews(update_folder(folder, change_folder("folder:PermissionSet", permission(ews.bob.address, level, again))))
    attempt("read-own", get(own))
    attempt("read", get(theirs))
    attempt("edit-own", update(own, _RENAMED))
    attempt("edit", update(theirs, _RENAMED))
    attempt("delete-own", delete(own))
    attempt("delete", delete(theirs))
    attempt("folder", create_folder(named_folder("Inner"), parent=folder))
    return " ".join(allowed)


@holds("MS-OXWSFOLD", 145, 146, 147, 148, 149, 150, 151, 152, 1531, 1231, 980301, 123201)
@pytest.mark.parametrize("level", LEVELS)
def test_each_level(ews: EwsOverTls, level: str) -> None:
    folder = shared(ews, level)
    shown = ews(get_folder(folder, more=uri("folder:PermissionSet")))
    assert level in shown.texts(".//t:Permission/t:PermissionLevel")
    assert doings(ews, folder) == LEVELS[level]


@holds("MS-OXWSFOLD", 1223, 1232, 4501, 4601, 4701, 4703, 4803, 4903, 5003, 5102, 5202, 9803)
@holds("MS-OXWSFOLD", 154, 45, 46, 47, 48, 49, 50, 4502, 4702, 47001, 51001, 51002, 51003, 52001, 52002, 52003)
@holds("MS-OXWSFOLD", 157, 158, 122, 122301, 460101, 470301, 480301, 490301, 500301, 510201, 520201)
@pytest.mark.parametrize(
    ("settings", "allowed"),
    [
        (custom(True, True, "All", "All", "FullDetails"), ALL),
        (custom(False, False, "None", "None", "FullDetails"), "read-own read"),
        (custom(True, False, "Owned", "Owned", "FullDetails"), "create read-own read edit-own delete-own"),
        (custom(True, False, "None", "None", "None"), "create read-own"),
    ],
)
def test_right_by_right(ews: EwsOverTls, settings: str, allowed: str) -> None:
    assert doings(ews, shared(ews, "Custom", settings)) == allowed


@holds("MS-OXWSFOLD", 4302, 98, 9802, 1182, 43, 44, 117, 118, 121, 123, 120302)
@holds("MS-OXWSFOLD", 122302, 460102, 470302, 480302, 490302, 500302, 510202, 520202)
@holds("MS-OXWSCDATA", 1297, 1298, 1299, 1300, 1301, 1014)
def test_a_permission_set_is_shown(ews: EwsOverTls) -> None:
    folder = shared(ews, "Editor")
    shown = ews(get_folder(folder, more=uri("folder:PermissionSet")))
    assert shown.texts(".//t:UserId/t:DistinguishedUser") == ["Default", "Anonymous"]
    assert shown.texts(".//t:UserId/t:PrimarySmtpAddress") == [ews.bob.address]
    assert shown.texts(".//t:UserId/t:DisplayName") == [ews.bob.display_name]
    assert shown.value(".//t:UserId/t:SID").startswith("S-1-")
    assert shown.texts(".//t:EditItems") == ["None", "None", "All"]


@holds("MS-OXWSFOLD", 810107, 8101011, 810109, 810108, 8101010, 8101012)
@pytest.mark.parametrize(("level", "said"), [("Owner", "true"), ("Contributor", "false")])
def test_effective_rights(ews: EwsOverTls, level: str, said: str) -> None:
    shown = ews(get_folder(shared(ews, level)), user=ews.bob)
    for right in ("Delete", "Modify", "Read"):
        assert shown.value(f".//t:EffectiveRights/t:{right}") == said


@holds("MS-OXWSFOLD", 1203)
def test_unknown_entries_can_be_present(ews: EwsOverTls) -> None:
    """They are read, and refused by an error of their own, not by the schema's."""
    unknown = "<t:UnknownEntries><t:UnknownEntry>S-1-5-21-1</t:UnknownEntry></t:UnknownEntries>"
    entry = permission(ews.bob.address, "Author").replace("</t:PermissionSet>", f"{unknown}</t:PermissionSet>")
    assert ews(create_folder(named_folder("Shared", entry))).codes == ["ErrorCannotSetPermissionUnknownEntries"]
    empty = permission(ews.bob.address, "Author").replace("</t:PermissionSet>", "<t:UnknownEntries/></t:PermissionSet>")
    assert ews(create_folder(named_folder("Shared", empty))).codes == ["NoError"]
