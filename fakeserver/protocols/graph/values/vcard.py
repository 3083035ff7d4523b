"""Contacts as vCards (RFC 2426), which ``$value`` of an attached one is."""

from typing import Any, Final

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.contact import PhoneKind

MEDIA_TYPE: Final = "text/vcard"
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\r": None, "\n": "\\n"})
_PHONES: Final = {
    PhoneKind.BUSINESS: "WORK,VOICE",
    PhoneKind.HOME: "HOME,VOICE",
    PhoneKind.MOBILE: "CELL,VOICE",
    PhoneKind.BUSINESS_FAX: "WORK,FAX",
}


def vcard_of(item: Item) -> bytes:
    """Return a contact as a vCard: its names, addresses and the usual numbers. Assumption: version 3.0."""

    def value(name: str) -> str:
        return _escaped(item.get(name))

    lines = ["BEGIN:VCARD", "VERSION:3.0"]
    names = ("surname", "given_name", "middle_name", "title", "generation")
    lines.append(f"N:{';'.join(value(name) for name in names)}")
    lines.append(f"FN:{value('display_name') or value('subject')}")
    for field, name in (("NICKNAME", "nickname"), ("TITLE", "job_title"), ("NOTE", "text_body")):
        if shown := value(name):
            lines.append(f"{field}:{shown}")
    if value("company_name") or value("department"):
        lines.append(f"ORG:{value('company_name')};{value('department')}")
    for one in (item.get("email_addresses") or {}).values():
        lines.append(f"EMAIL;TYPE=INTERNET:{_escaped(one.address)}")
    for kind, number in (item.get("phone_numbers") or {}).items():
        if number and kind in _PHONES:
            lines.append(f"TEL;TYPE={_PHONES[kind]}:{_escaped(number)}")
    return "\r\n".join([*lines, "END:VCARD", ""]).encode()


def _escaped(value: Any) -> str:
    return str(value or "").strip().translate(_ESCAPED)
