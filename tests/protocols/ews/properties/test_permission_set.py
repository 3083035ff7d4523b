"""t:PermissionSet: how it is read and written."""

import pytest
from lxml import etree

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.properties.permission_set import read_permission_set, write_permission_set
from fakeserver.protocols.ews.soap.names import TYPES
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.tenant.exchange.permissions.folder_permissions import LEVELS, FolderPermission, Outsider, Trustee


def read(content: str) -> dict[Trustee, FolderPermission]:
    return dict(
        read_permission_set(etree.fromstring(f'<t:PermissionSet xmlns:t="{TYPES}">{content}</t:PermissionSet>'))
    )


def entry(prefix: str, level: str, rights: str = "") -> str:
    return (
        f"<t:{prefix}Permissions><t:{prefix}Permission><t:UserId><t:DistinguishedUser>Default</t:DistinguishedUser>"
        f"</t:UserId>{rights}<t:{prefix}PermissionLevel>{level}</t:{prefix}PermissionLevel>"
        f"</t:{prefix}Permission></t:{prefix}Permissions>"
    )


def test_a_calendar_has_a_level_of_its_own_name() -> None:
    assert read(entry("Calendar", "FreeBusyTimeOnly")) == {"Default": LEVELS["AvailabilityOnly"]}
    assert read(entry("Calendar", "Reviewer")) == read(entry("", "Reviewer")) == {"Default": LEVELS["Reviewer"]}


def test_a_custom_entry_lists_its_rights() -> None:
    rights = (
        "<t:CanCreateItems>true</t:CanCreateItems><t:EditItems>All</t:EditItems><t:DeleteItems>Owned</t:DeleteItems>"
    )
    expected = frozenset({"CreateItems", "EditAllItems", "EditOwnedItems", "DeleteOwnedItems"})
    assert read(entry("", "Custom", rights)) == {"Default": FolderPermission(expected, "none")}


def test_settings_beside_a_level_may_be_those_of_the_level() -> None:
    settings = "<t:CanCreateItems>false</t:CanCreateItems><t:ReadItems>FullDetails</t:ReadItems>"
    assert read(entry("", "Reviewer", settings)) == {"Default": LEVELS["Reviewer"]}


OWNER = entry("", "Owner")
NAMED_TWICE = "<t:DistinguishedUser>Default</t:DistinguishedUser><t:PrimarySmtpAddress>b@c.com</t:PrimarySmtpAddress>"
REFUSED = [
    (
        f"{OWNER}<t:UnknownEntries><t:UnknownEntry>S-1-5</t:UnknownEntry></t:UnknownEntries>",
        "ErrorCannotSetPermissionUnknownEntries",
    ),
    (entry("", "Reviewer", "<t:CanCreateItems>true</t:CanCreateItems>"), "ErrorInvalidPermissionSettings"),
    (entry("", "Owner", "<t:EditItems>Owned</t:EditItems>"), "ErrorInvalidPermissionSettings"),
    (entry("", "Contributor", "<t:ReadItems>FullDetails</t:ReadItems>"), "ErrorInvalidPermissionSettings"),
    (OWNER.replace("<t:DistinguishedUser>Default</t:DistinguishedUser>", NAMED_TWICE), "ErrorInvalidUserInfo"),
    (OWNER.replace("<t:DistinguishedUser>Default</t:DistinguishedUser>", ""), "ErrorMissingUserIdInformation"),
    (OWNER.replace("DistinguishedUser>", "DisplayName>"), "ErrorMissingUserIdInformation"),
]


@pytest.mark.parametrize(("given", "code"), REFUSED)
def test_what_no_folder_can_have_is_refused(given: str, code: str) -> None:
    with pytest.raises(EwsError, match=code):
        read(given)


VIOLATIONS = [
    (entry("", "Custom", "<t:ReadItems>TimeOnly</t:ReadItems>"), "PermissionReadAccessType"),
    (entry("", "FreeBusyTimeOnly"), "PermissionLevelType"),
    (OWNER.replace("<t:PermissionLevel>Owner</t:PermissionLevel>", ""), "expected: 'PermissionLevel'"),
    (
        entry("Calendar", "None").replace("<t:CalendarPermissionLevel>None</t:CalendarPermissionLevel>", ""),
        "expected: 'CalendarPermissionLevel'",
    ),
]


@pytest.mark.parametrize(("given", "sentence"), VIOLATIONS)
def test_an_entry_has_a_level_and_values_of_its_kind(given: str, sentence: str) -> None:
    with pytest.raises(Violation, match=sentence):
        read(given)


def test_the_level_of_a_calendar_is_taken_in_another_folder() -> None:
    """As exchangelib sends it."""
    given = OWNER.replace("PermissionLevel>", "CalendarPermissionLevel>")
    assert read(given) == {"Default": LEVELS["Owner"]}


def written(permission: FolderPermission, *, calendar: bool = False) -> str:
    """Return the entry of a user who is no longer in the directory."""
    answer = write_permission_set({"gone": permission}, calendar=calendar, find=lambda object_id: None)
    return answer.rpartition("<t:UserId>")[2]


def test_an_entry_is_written_with_each_right() -> None:
    made = FolderPermission(frozenset({"CreateItems", "FolderOwner", "EditAllItems", "DeleteOwnedItems"}), "none")
    assert written(made).startswith(
        "<t:DisplayName>gone</t:DisplayName></t:UserId><t:CanCreateItems>true</t:CanCreateItems>"
        "<t:CanCreateSubFolders>false</t:CanCreateSubFolders><t:IsFolderOwner>true</t:IsFolderOwner>"
        "<t:IsFolderVisible>false</t:IsFolderVisible><t:IsFolderContact>false</t:IsFolderContact>"
        "<t:EditItems>All</t:EditItems><t:DeleteItems>Owned</t:DeleteItems><t:ReadItems>None</t:ReadItems>"
        "<t:PermissionLevel>Custom</t:PermissionLevel>"
    )


def test_only_a_calendar_says_when_somebody_is_busy() -> None:
    assert "<t:ReadItems>TimeOnly</t:ReadItems>" in written(LEVELS["AvailabilityOnly"], calendar=True)
    assert "<t:ReadItems>None</t:ReadItems>" in written(LEVELS["AvailabilityOnly"])
    limited = written(LEVELS["LimitedDetails"], calendar=True)
    assert "<t:ReadItems>TimeAndSubjectAndLocation</t:ReadItems>" in limited
    assert "<t:ReadItems>None</t:ReadItems>" in written(LEVELS["None"], calendar=True)


def test_what_a_custom_entry_shows_of_a_calendar_comes_back() -> None:
    rights = "<t:ReadItems>TimeOnly</t:ReadItems>"
    made = FolderPermission(frozenset(), "time")
    assert read(entry("Calendar", "Custom", rights)) == {"Default": made}
    assert rights in written(made, calendar=True)


def test_somebody_from_outside_is_written_with_all_that_was_given() -> None:
    outsider = Outsider("carol@fabrikam.com", "Carol", "S-1-5-21-1", "an identity")
    answer = write_permission_set({outsider: LEVELS["Reviewer"]}, calendar=False, find=lambda object_id: None)
    assert (
        "<t:UserId><t:SID>S-1-5-21-1</t:SID><t:PrimarySmtpAddress>carol@fabrikam.com</t:PrimarySmtpAddress>"
        "<t:DisplayName>Carol</t:DisplayName><t:ExternalUserIdentity>an identity</t:ExternalUserIdentity></t:UserId>"
    ) in answer


def test_every_right_of_a_level_is_shown() -> None:
    owner = written(LEVELS["Owner"])
    shown = ("CanCreateItems", "CanCreateSubFolders", "IsFolderOwner", "IsFolderVisible", "IsFolderContact")
    assert [f"<t:{name}>true</t:{name}>" in owner for name in shown] == [True] * 5


def test_everybody_outside_has_the_entry_that_was_given_to_them() -> None:
    answer = write_permission_set({"Anonymous": LEVELS["Reviewer"]}, calendar=False, find=lambda object_id: None)
    default, anonymous = answer.split("</t:Permission>")[:2]
    assert "<t:PermissionLevel>None<" in default
    assert "<t:PermissionLevel>Reviewer<" in anonymous


def test_somebody_from_outside_is_read_with_all_that_was_given() -> None:
    user = "<t:SID>S-1</t:SID><t:DisplayName>C</t:DisplayName><t:ExternalUserIdentity>an id</t:ExternalUserIdentity>"
    given = entry("", "Owner").replace("<t:DistinguishedUser>Default</t:DistinguishedUser>", user)
    assert read(given) == {Outsider("", "C", "S-1", "an id"): LEVELS["Owner"]}
