"""What filters find, of things that are no mail, and what is not to be asked."""

import pytest

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.odata.conditions import criterion_of
from fakeserver.protocols.graph.odata.filters import read_filter
from tests.protocols.graph.odata.books import BOOKS, FIELDS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("title eq 'EMMA'", [0]),
        ("'emma' eq Title", [0]),
        ("title ne 'emma'", [1, 2]),
        ("title eq null", [2]),
        ("null ne title", [0, 1]),
        ("code eq 'EMMA'", []),
        ("code eq 'Emma'", [0]),
        ("startswith(title,'em')", [0, 1]),
        ("contains(title,'MI')", [1]),
        ("contains(title,'MI') eq false", [0, 2]),
        ("not contains(title,'mi')", [0, 2]),
        ("kind eq 'Tale' and isNew eq true", [1]),
        ("isNew", [1]),
        ("isNew ne true or sold gt 2", [0, 2]),
        ("sold le 1", [1]),
        ("2 lt sold", [0]),
        ("sold eq null", [2]),
        ("at ge 1900-01-01", [1]),
        ("at lt 1900-01-01T00:00:00Z", [0]),
        ("clock/dateTime ge '1900-01-01'", [1]),
        ("clock/dateTime eq '1929-10-01T02:00:00+02:00'", [1]),
        ("clock/dateTime eq '1929-10-01T00:00:00.0000000'", [1]),
        ("tags/any(t:t eq 'red')", [2]),
        ("tags/any(t:startswith(t,'o') or t eq 'New')", [0, 2]),
        ("tags/any()", [0, 2]),
        ("not tags/any()", [1]),
        ("cover/colours/any(c:c/name eq 'red')", []),
        ("title in ('EMIL','x')", [1]),
        ("true", [0, 1, 2]),
        ("title eq ''", [2]),
        ("title lt 'emj'", [1, 2]),
        ("sold gt null", []),
        ("null ge sold", []),
        ("at le 1929-10-01 and kind ne 'novel'", [1]),
    ],
)
def test_what_a_filter_finds(text: str, found: list[int]) -> None:
    criterion = criterion_of(FIELDS, read_filter(text))
    assert [number for number, book in enumerate(BOOKS) if criterion.met_by(book)] == found


NODES = (400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.")
NO_TRUTH = (400, "BadRequest", "Invalid filter clause: The $filter expression must evaluate to a single boolean value.")


UNKNOWN = (
    "An unknown function with name 'fly' was found. This may also be a function import or a key lookup on a navigation "
    "property, which is not allowed."
)
NO_SINGLE_OPERAND = (
    "The operand for a binary operator 'Equal' is not a single value. Binary operators require both operands to be "
    "single values."
)
NO_SINGLE_ARGUMENT = (
    "The argument for an invocation of a function with name 'contains' is not a single value. All arguments for this "
    "function must be single values."
)
NO_PARENT = (
    "The parent value for a property access of a property 'name' is not a single value. Property access can only be "
    "applied to a single value."
)


def _unfit(why: str) -> tuple[int, str, str]:
    return 400, "BadRequest", f"Invalid filter clause: {why}"


def _types(left: str, right: str, kind: str = "Equal") -> tuple[int, str, str]:
    return _unfit(
        f"A binary operator with incompatible types was detected. Found operand types '{left}' and '{right}' for "
        f"operator kind '{kind}'."
    )


def _signature(function: str) -> tuple[int, str, str]:
    return _unfit(
        f"No function signature for the function with name '{function}' matches the specified arguments. The function "
        f"signatures considered are: {function}(Edm.String Nullable=true, Edm.String Nullable=true)."
    )


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (
            "size eq 1",
            (400, "RequestBroker--ParseUri", "Could not find a property named 'size' on type 'library.book'."),
        ),
        ("cover eq 'x'", NODES),
        ("title/any(t:t eq 'x')", NODES),
        ("tags/all(t:t eq 'x')", NODES),
        ("tags/any(t:u eq 'x')", NODES),
        ("tags/any(t:t/name eq 'x')", NODES),
        ("cover/colours/any(c:c/name ne 'x')", NODES),
        ("cover/colours/any(c:startswith(c/name,'x'))", NODES),
        ("endswith(title,'x')", NODES),
        ("tolower(title) eq 'x'", NODES),
        ("startswith(title,code)", NODES),
        ("tags/any(t:tags/any(u:u eq 'x'))", NODES),
        ("tags/any(t:t eq 1)", _types("Edm.String", "Edm.Int32")),
        ("contains(title,'x','y')", _signature("contains")),
        ("startswith(title)", _signature("startswith")),
        ("contains(kind,'x')", _signature("contains")),
        ("contains(sold,'x')", _signature("contains")),
        ("contains(code,'x')", NODES),
        ("loanOf eq 'x'", NODES),
        ("authors/any(a:a eq 'x')", NODES),
        ("fly(title)", _unfit(UNKNOWN)),
        ("fly(title) eq 'x'", _unfit(UNKNOWN)),
        ("authors eq 'x'", _unfit(NO_SINGLE_OPERAND)),
        ("'x' ge tags", _unfit(NO_SINGLE_OPERAND.replace("Equal", "LessThanOrEqual"))),
        ("contains(tags,'x')", _unfit(NO_SINGLE_ARGUMENT)),
        ("title eq code", NODES),
        ("1 eq 1", NODES),
        ("kind gt 'novel'", NODES),
        ("isNew ge true", NODES),
        ("clock/dateTime ge 'soon'", NODES),
        ("title", NO_TRUTH),
        ("'x'", NO_TRUTH),
        ("isNew and 1", NO_TRUTH),
        ("isNew eq 'true'", _types("Edm.Boolean", "Edm.String")),
        ("title eq 1", _types("Edm.String", "Edm.Int32")),
        ("title eq 1.5", _types("Edm.String", "Edm.Double")),
        ("title eq true", _types("Edm.String", "Edm.Boolean")),
        ("sold eq false", _types("Edm.Int32", "Edm.Boolean")),
        ("at ge '2026-01-01'", _types("Edm.DateTimeOffset", "Edm.String", "GreaterThanOrEqual")),
        ("clock/dateTime lt 2026-01-01T00:00:00Z", _types("Edm.String", "Edm.DateTimeOffset", "LessThan")),
        ("kind eq 'poem'", _unfit("The string 'poem' is not a valid enumeration type constant.")),
        ("contains(tags/name,'x')", _unfit(NO_PARENT)),
        ("authors/name eq 'x'", _unfit(NO_PARENT)),
    ],
)
def test_what_is_not_to_be_asked(text: str, refusal: tuple[int, str, str]) -> None:
    with pytest.raises(GraphError) as refused:
        criterion_of(FIELDS, read_filter(text))
    assert (refused.value.row.status, refused.value.name, refused.value.message) == refusal
