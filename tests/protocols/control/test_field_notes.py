"""Comments of fields, as the document shows them."""

from dataclasses import dataclass, field, make_dataclass
from typing import ClassVar

from fakeserver.protocols.control.field_notes import field_notes


@dataclass
class Above:
    """What stands here is no comment: it is not said."""

    #: an address, short or whole;
    #: null: everybody
    user: str | None = None
    plain: int = 0  #: not above it
    #: said again below
    again: int = 0


@dataclass
class Below(Above):
    #: anew
    again: int = 0
    # not one
    other: int = 0
    #: lost: no field follows

    lost: int = 0
    #: :literal
    colon: list[str] = field(default_factory=list)
    #: of the class
    table: ClassVar[int] = 1


def test_notes_stand_above_fields() -> None:
    assert field_notes(Above) == {"user": "an address, short or whole; null: everybody", "again": "said again below"}


def test_those_of_what_it_inherits_are_its_own_too() -> None:
    assert field_notes(Below) == {**field_notes(Above), "again": "anew", "colon": ":literal", "table": "of the class"}


def test_without_a_source_there_are_none() -> None:
    assert field_notes(make_dataclass("Made", [("name", str)])) == {}
