"""MAPI properties of items that the tenant has under names of its own, with values of the same type.

Sources: [MS-OXPROPS] for ids, tags and types; [MS-OXWSCORE] and [MS-OXWSCONT] for what they are in EWS. Where the
values differ, see `tagged.py`. Assumption: items of another kind have them, too, under their MAPI names alone.
"""

from typing import Final

from fakeserver.tenant.exchange.values import ExtendedPropertyKey, PropertyType

#: web-service-reference/extendedfielduri; the GUIDs are those of [MS-OXPROPS] section 1.3.2.
PROPERTY_SETS: Final = {
    "Meeting": "6ed8da90-450b-101b-98da-00aa003f1305",
    "Appointment": "00062002-0000-0000-c000-000000000046",
    "Common": "00062008-0000-0000-c000-000000000046",
    "PublicStrings": "00020329-0000-0000-c000-000000000046",
    "Address": "00062004-0000-0000-c000-000000000046",
    "InternetHeaders": "00020386-0000-0000-c000-000000000046",
    "CalendarAssistant": "11000e07-b51b-40d6-af21-caa85edab1d0",
    "UnifiedMessaging": "4442858e-a9e3-4e80-b900-317a210cc15b",
    "Task": "00062003-0000-0000-c000-000000000046",
    "Sharing": "00062040-0000-0000-c000-000000000046",
}

#: Set -> id -> the tenant's name and the type.
_NAMED: Final[dict[str, dict[int, tuple[str, PropertyType]]]] = {
    "Address": {
        0x8005: ("file_as", PropertyType.STRING),
        0x8015: ("has_picture", PropertyType.BOOLEAN),
        0x802C: ("yomi_first_name", PropertyType.STRING),
        0x802D: ("yomi_last_name", PropertyType.STRING),
    },
    "Appointment": {
        0x8208: ("location", PropertyType.STRING),
        0x8209: ("meeting_workspace_url", PropertyType.STRING),
        0x8248: ("net_show_url", PropertyType.STRING),
    },
    "Common": {
        0x8501: ("reminder_minutes_before_start", PropertyType.INTEGER_32),
        0x8502: ("reminder_due_by", PropertyType.TIME),
        0x8503: ("reminder_is_set", PropertyType.BOOLEAN),
        0x8534: ("mileage", PropertyType.STRING),
        0x8535: ("billing_information", PropertyType.STRING),
        0x8560: ("reminder_next_time", PropertyType.TIME),
    },
}
#: Tag -> the tenant's name of a text of contacts.
_TEXTS_OF_CONTACTS: Final = {
    0x3001: "display_name",
    0x3A05: "generation",
    0x3A06: "given_name",
    0x3A0A: "initials",
    0x3A11: "surname",
    0x3A16: "company_name",
    0x3A17: "job_title",
    0x3A18: "department",
    0x3A19: "office_location",
    0x3A30: "assistant_name",
    0x3A44: "middle_name",
    0x3A45: "title",
    0x3A46: "profession",
    0x3A48: "spouse_name",
    0x3A4E: "manager",
    0x3A4F: "nickname",
    0x3A51: "business_home_page",
}
_DAYS_OF_CONTACTS: Final = {0x3A41: "wedding_anniversary", 0x3A42: "birthday"}
#: Key -> the tenant's name.
OWN_NAMES: Final[dict[ExtendedPropertyKey, str]] = {
    ExtendedPropertyKey(PROPERTY_SETS["PublicStrings"], "Keywords", PropertyType.STRING, multiple=True): "categories",
    **{
        ExtendedPropertyKey(PROPERTY_SETS[kind], which, property_type): name
        for kind, rows in _NAMED.items()
        for which, (name, property_type) in rows.items()
    },
    **{ExtendedPropertyKey(None, tag, PropertyType.STRING): name for tag, name in _TEXTS_OF_CONTACTS.items()},
    **{ExtendedPropertyKey(None, tag, PropertyType.TIME): name for tag, name in _DAYS_OF_CONTACTS.items()},
}
