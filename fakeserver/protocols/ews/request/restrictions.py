"""Restrictions: which items (or folders) a search finds, read once into a criterion.

Both sides of a comparison have the property's type. A missing value matches nothing, so that only Not finds it; a
property with several values matches if any of them does.
Source: web-service-reference/restriction and the pages of its elements; exchangelib's filter tests.
"""

import operator
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from string import digits as decimal_digits
from string import hexdigits
from typing import Any, Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.properties.paths import PATH_TYPES, PATHS, path_in
from fakeserver.protocols.ews.request.containment import CONTAINMENT_COMPARISON, CONTAINMENT_MODE, containing
from fakeserver.protocols.ews.request.errors import (
    CONTAINS_WRONG_TYPE,
    INVALID_EXCLUDES,
    INVALID_FOR_EXISTS,
    RESTRICTION_TOO_LONG,
    UNSUPPORTED_PATH_FOR_QUERY,
)
from fakeserver.protocols.ews.request.operands import Kind, Operand, read_folder_operand, read_item_operand
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import ComplexType, complex_type
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import (
    Element,
    attribute,
    children,
    required,
    required_one,
    tag,
    word_attribute,
)
from fakeserver.protocols.ews.soap.time_zone_context import in_utc
from fakeserver.tenant.exchange.criteria import (
    Criterion,
    all_of,
    any_of,
    body_contains,
    body_contains_exactly,
    not_met,
    subject_contains,
)

#: Maximum of expressions in one restriction. Source: web-service-reference/responsecode, ErrorRestrictionTooLong.
#: Assumption: And, Or and Not count as well.
_MAX_TERMS: Final = 255

_COMPARISONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "IsEqualTo": operator.eq,
    "IsNotEqualTo": operator.ne,
    "IsGreaterThan": operator.gt,
    "IsGreaterThanOrEqualTo": operator.ge,
    "IsLessThan": operator.lt,
    "IsLessThanOrEqualTo": operator.le,
}
#: A mask of 32 bits, hexadecimal or decimal.
_MASK = re.compile(r"0x0*([0-9A-F]{1,8})|0*([0-9]{1,10})", re.IGNORECASE | re.ASCII)
_MAX_MASK: Final = 0xFFFFFFFF


#: Search expressions, in Clark notation.
EXPRESSIONS: Final = tuple(map(t, ("And", "Or", "Not", *_COMPARISONS, "Exists", "Contains", "Excludes")))


_CONSTANT: Final = complex_type("Value")
_COMPARISON: Final = complex_type(
    elements={**PATH_TYPES, "t:FieldURIOrConstant": complex_type(elements={**PATH_TYPES, "t:Constant": _CONSTANT})}
)
_EXPRESSION_TYPES: Final[dict[str, ComplexType]] = {}
#: The elements that contain search expressions: m:Restriction, t:And, t:Or and t:Not.
RESTRICTION: Final = ComplexType(elements=_EXPRESSION_TYPES, repeated=_EXPRESSION_TYPES.keys())
_EXPRESSION_TYPES.update(
    {
        **dict.fromkeys(EXPRESSIONS, _COMPARISON),
        **dict.fromkeys((t("And"), t("Or"), t("Not")), RESTRICTION),
        t("Exists"): complex_type(elements=PATH_TYPES),
        t("Contains"): complex_type("ContainmentMode ContainmentComparison", {**PATH_TYPES, "t:Constant": _CONSTANT}),
        t("Excludes"): complex_type(elements={**PATH_TYPES, "t:Bitmask": complex_type("Value")}),
    }
)


def read_restriction(node: Element | None, *, of_folders: bool = False) -> Criterion[Any] | None:
    """Read m:Restriction; None where there is none.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: a property cannot be searched, or a constant is not of its type.
    """
    return read_restriction_of(node, read_folder_operand if of_folders else read_item_operand)


def read_restriction_of(node: Element | None, operand: Callable[[Element], Operand]) -> Criterion[Any] | None:
    """Read m:Restriction on something else; ``operand`` reads what names a property of it. Raises as the above."""
    return None if node is None else _Reader(operand).term(_only(node))


def _only(node: Element) -> Element:
    """Return the one search expression in an element."""
    expressions = list(children(node))
    if not expressions:
        raise schema.incomplete(node, EXPRESSIONS)
    if len(expressions) > 1:
        raise schema.unexpected_element(expressions[1])
    return expressions[0]


class _Reader:
    def __init__(self, operand: Callable[[Element], Operand]) -> None:
        self._operand = operand
        self._terms = 0

    def term(self, node: Element) -> Criterion[Any]:
        self._terms += 1
        if self._terms > _MAX_TERMS:
            raise EwsError(RESTRICTION_TOO_LONG)
        name = tag(node)
        if name in ("And", "Or"):
            return self._junction(node, all_of if name == "And" else any_of)
        if name == "Not":
            return not_met(self.term(_only(node)))
        if name in _COMPARISONS:
            return self._comparison(node, _COMPARISONS[name])
        if name == "Exists":
            return self._existence(node)
        if name == "Contains":
            return self._containment(node)
        if name == "Excludes":
            return self._excludes(node)
        raise schema.unexpected_element(node, EXPRESSIONS)

    def _junction(self, node: Element, joined: Callable[[Iterable[Criterion[Any]]], Criterion[Any]]) -> Criterion[Any]:
        terms = [self.term(child) for child in children(node)]
        if not terms:
            raise schema.incomplete(node, EXPRESSIONS)
        return joined(terms)

    def _path(self, node: Element) -> Operand:
        return self._operand(path_in(node))

    def _existence(self, node: Element) -> Criterion[Any]:
        operand = self._path(node)
        if operand.kind is Kind.FLAG:
            raise EwsError(INVALID_FOR_EXISTS, operand.path)
        return operand.any_value(lambda value: True)

    def _comparison(self, node: Element, compare: Callable[[Any, Any], bool]) -> Criterion[Any]:
        left = self._path(node)
        inner = required_one(required(node, t("FieldURIOrConstant")), *PATHS, t("Constant"))
        if inner.tag != t("Constant"):
            right = self._operand(inner)
            if (left.kind is Kind.TEXT) != (right.kind is Kind.TEXT):
                # Assumption: the code; a text and another value are never equal.
                raise EwsError(UNSUPPORTED_PATH_FOR_QUERY, right.path)
            return _between_properties(left, right, compare)
        constant = left.constant(attribute(inner, "Value"))
        if isinstance(constant, datetime):
            constant = in_utc(constant, inner)
        if left.folded:
            folded = constant.casefold()
            return left.any_value(lambda value: _safely(compare, value.casefold(), folded))
        return left.any_value(_with(constant, compare))

    def _containment(self, node: Element) -> Criterion[Any]:
        operand = self._path(node)
        if operand.kind is not Kind.TEXT:
            raise EwsError(CONTAINS_WRONG_TYPE, operand.path)
        given = attribute(required(node, t("Constant")), "Value")
        mode = word_attribute(node, "ContainmentMode", CONTAINMENT_MODE, "FullString")
        comparison = word_attribute(node, "ContainmentComparison", CONTAINMENT_COMPARISON, "Exact")
        test = containing(given, mode, comparison)
        closer = operand.any_value(lambda value: isinstance(value, str) and test(value))
        if mode != "Substring" or not given or comparison not in ("Exact", "IgnoreCase"):
            return closer
        exact = comparison == "Exact"
        uri = next((child.get("FieldURI") for child in children(node) if child.tag == t("FieldURI")), None)
        # Of what the tenant has indexed it asks the tenant, which ignores case unless told.
        if uri == "item:Body":
            return body_contains_exactly(given) if exact else body_contains(given)
        if uri == "item:Subject":
            return all_of([subject_contains(given), closer]) if exact else subject_contains(given)
        return closer

    def _excludes(self, node: Element) -> Criterion[Any]:
        operand = self._path(node)
        mask = _mask(required(node, t("Bitmask")))
        if operand.kind is not Kind.INTEGER:
            raise EwsError(UNSUPPORTED_PATH_FOR_QUERY, operand.path)
        if mask is None:
            raise EwsError(INVALID_EXCLUDES, operand.path)
        return operand.any_value(lambda value: isinstance(value, int) and not value & mask)


def _mask(node: Element) -> int | None:
    """Return the value of t:Bitmask; None where it is no number of 32 bits."""
    given = attribute(node, "Value")
    digits, known = (given[2:], hexdigits) if given[:2].lower() == "0x" else (given, decimal_digits)
    if digits.strip(known):
        raise schema.attribute_not_matching(node, "Value", "ExcludesAttributeType")
    number = _MASK.fullmatch(given)
    if number is None:
        return None
    mask = int(number[2]) if number[1] is None else int(number[1], 16)
    return mask if mask <= _MAX_MASK else None


def _between_properties(left: Operand, right: Operand, compare: Callable[[Any, Any], bool]) -> Criterion[Any]:
    def met_by(owner: Any) -> bool:
        return any(_safely(compare, one, other) for one in left.values(owner) for other in right.values(owner))

    return Criterion(met_by, max(left.cost, right.cost))


def _with(constant: Any, compare: Callable[[Any, Any], bool]) -> Callable[[Any], bool]:
    """Return the comparison of a value with a constant; as `_safely`, but with one call less for each item."""

    def fits(value: Any) -> bool:
        try:
            return compare(value, constant)
        except TypeError:  # as in `_safely`
            return False

    return fits


def _safely(compare: Callable[[Any, Any], bool], left: Any, right: Any) -> bool:
    try:
        return compare(left, right)
    except TypeError:  # a stored value of another type than the property's matches nothing
        return False
