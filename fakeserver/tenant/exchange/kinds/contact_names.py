"""The names of a contact: what the service makes of their parts, and when it makes them anew.

Sources: [MS-OXWSCONT] 3.1.4.1.2.4 for what each mapping puts together; recordings of Exchange Online, in which a
contact with nothing but a given name and a surname has a subject, a display name and a complete name, and is filed as
nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from fakeserver.tenant.exchange.kinds.contact import FileAs, PersonName

#: Part of a contact's whole name -> the property that it is.
_PARTS: Final = {
    "title": "title",
    "first": "given_name",
    "middle": "middle_name",
    "last": "surname",
    "suffix": "generation",
    "initials": "initials",
    "nickname": "nickname",
    "phonetic_first": "yomi_first_name",
    "phonetic_last": "yomi_last_name",
}
#: What a contact is filed as is made of these.
_FILED_BY: Final = frozenset(
    ("file_as_mapping", "display_name", "given_name", "middle_name", "surname", "generation", "company_name")
)


class Named(Protocol):
    """Something with the names of a contact."""

    def get(self, name: Any) -> Any:
        """Return a property by name, None where there is none."""


def spoken_name(contact: Named) -> str:
    """Return a name as it is spoken, of its parts; empty where there is none."""
    return _spaced(*map(contact.get, ("given_name", "middle_name", "surname", "generation")))


def called(contact: Named) -> str | None:
    """Return what a contact is called where nobody has said it."""
    return spoken_name(contact) or None


def titled(contact: Named) -> str | None:
    """Return the subject of a contact where nobody has said it: what it is called, and the company, as recorded."""
    return " - ".join(filter(None, map(contact.get, ("display_name", "company_name")))) or None


def complete_name(contact: Named) -> PersonName | None:
    """Return the name with all of its parts; None where there is none."""
    full: str | None = contact.get("display_name")
    names = {part: contact.get(name) or None for part, name in _PARTS.items()}
    return PersonName(**names, full=full or None) if full or any(names.values()) else None


def filed_as(contact: Named) -> str:
    """Return what a contact is filed as, by its mapping; empty without one."""
    return _MAPPINGS[contact.get("file_as_mapping") or FileAs.NONE](contact)


def with_filing(contact: Named, changes: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Return changes of a contact with what they do to the name that it is filed as.

    A name that comes with them is kept as it is, also beside a mapping, as exchangelib's tests want it; any other
    change of what the mapping puts together makes it anew. Without a mapping it stays. Assumption: a name that is set
    alone leaves the mapping, so that the next change of a part replaces it.
    """
    if "file_as" in changes or _FILED_BY.isdisjoint(changes):
        return changes
    mapping = changes["file_as_mapping"] if "file_as_mapping" in changes else contact.get("file_as_mapping")
    return changes if mapping in (None, FileAs.NONE) else {**changes, "file_as": None}


# --- the mappings --------------------------------------------------------------------------------------------------


def _spaced(*parts: str | None) -> str:
    return " ".join(filter(None, parts))


def _first(contact: Named) -> str:
    return _spaced(contact.get("given_name"), contact.get("middle_name"))


def _last_comma_first(contact: Named) -> str:
    return ", ".join(filter(None, (contact.get("surname"), _first(contact))))


def _last_first(contact: Named) -> str:
    return (contact.get("surname") or "") + _first(contact)


def _last_space_first(contact: Named) -> str:
    return _spaced(contact.get("surname"), _first(contact))


def _last_first_suffix(contact: Named) -> str:
    return _spaced((contact.get("surname") or "") + (contact.get("given_name") or ""), contact.get("generation"))


def _last_first_middle_suffix(contact: Named) -> str:
    return _spaced(_last_space_first(contact), contact.get("generation"))


def _property(name: str) -> Callable[[Named], str]:
    return lambda contact: contact.get(name) or ""


def _in_parentheses(outside: Callable[[Named], str], inside: Callable[[Named], str]) -> Callable[[Named], str]:
    """Return what writes one behind the other. Assumption: one that is empty leaves the other alone."""

    def written(contact: Named) -> str:
        before, behind = outside(contact), inside(contact)
        return f"{before} ({behind})" if before and behind else before or behind

    return written


_COMPANY: Final = _property("company_name")
_MAPPINGS: Final[dict[FileAs, Callable[[Named], str]]] = {
    FileAs.NONE: lambda contact: "",
    FileAs.LAST_COMMA_FIRST: _last_comma_first,
    FileAs.FIRST_SPACE_LAST: spoken_name,
    FileAs.COMPANY: _COMPANY,
    FileAs.LAST_COMMA_FIRST_COMPANY: _in_parentheses(_last_comma_first, _COMPANY),
    FileAs.COMPANY_LAST_FIRST: _in_parentheses(_COMPANY, _last_first),
    FileAs.LAST_FIRST: _last_first,
    FileAs.LAST_FIRST_COMPANY: _in_parentheses(_last_first, _COMPANY),
    FileAs.COMPANY_LAST_COMMA_FIRST: _in_parentheses(_COMPANY, _last_comma_first),
    FileAs.LAST_FIRST_SUFFIX: _last_first_suffix,
    FileAs.LAST_SPACE_FIRST_COMPANY: _in_parentheses(_last_space_first, _COMPANY),
    FileAs.COMPANY_LAST_SPACE_FIRST: _in_parentheses(_COMPANY, _last_space_first),
    FileAs.LAST_SPACE_FIRST: _last_space_first,
    FileAs.DISPLAY_NAME: _property("display_name"),
    FileAs.FIRST_NAME: _property("given_name"),
    FileAs.LAST_FIRST_MIDDLE_SUFFIX: _last_first_middle_suffix,
    FileAs.LAST_NAME: _property("surname"),
    FileAs.EMPTY: lambda contact: "",
}
