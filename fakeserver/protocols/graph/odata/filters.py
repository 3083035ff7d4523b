"""Reads a ``$filter``.

Source: OData 4.01 part 2, section 5.1.1. ``not`` binds closest, then comparisons, then ``and``, then ``or``.
"""

from datetime import UTC, datetime
from typing import Final

from fakeserver.protocols.graph.odata.expressions import (
    Call,
    Comparison,
    Expression,
    Joined,
    Literal,
    Not,
    OneOf,
    Path,
    Quantified,
)
from fakeserver.protocols.graph.odata.tokens import SYNTAX, Token, invalid, tokens

COMPARISONS: Final = frozenset({"eq", "ne", "gt", "ge", "lt", "le"})
_CONSTANTS: Final = {"true": True, "false": False, "null": None}
_MOMENTS: Final = frozenset({"datetimeoffset", "datetime"})
_QUANTIFIERS: Final = frozenset({"any", "all"})
#: Brackets in each other. Assumption: more are too complex.
_DEEPEST: Final = 50
_EXPECTED: Final = "Expression expected"


def read_filter(text: str) -> Expression:
    """Return what a clause says.

    Raises:
        GraphError: it is none.
    """
    reader = _Reader(text)
    found = reader.alternatives()
    reader.expect_end()
    return found


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._at = 0
        self._depth = 0

    # --- words -------------------------------------------------------------------------------------------------------

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _is_word(self, word: str) -> bool:
        return self._next.kind == "name" and self._next.text.lower() == word

    def _is_sign(self, sign: str, ahead: int = 0) -> bool:
        place = min(self._at + ahead, len(self._tokens) - 1)
        return self._tokens[place].kind == "sign" and self._tokens[place].text == sign

    def _expect(self, sign: str) -> None:
        if not self._is_sign(sign):
            raise self._error(f"'{sign}' expected")
        self._at += 1

    def expect_end(self) -> None:
        """Refuse what stands behind the clause."""
        if self._next.kind != "end":
            raise self._error(SYNTAX)

    def _error(self, why: str) -> Exception:
        return invalid(why, self._next.place, self._text)

    # --- operators ---------------------------------------------------------------------------------------------------

    def alternatives(self) -> Expression:
        """Read ``a or b``."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._error("Too many brackets")
        operands = [self._together()]
        while self._is_word("or"):
            self._at += 1
            operands.append(self._together())
        self._depth -= 1
        return operands[0] if len(operands) == 1 else Joined("or", tuple(operands))

    def _together(self) -> Expression:
        operands = [self._condition()]
        while self._is_word("and"):
            self._at += 1
            operands.append(self._condition())
        return operands[0] if len(operands) == 1 else Joined("and", tuple(operands))

    def _condition(self) -> Expression:
        negations = 0
        while self._is_word("not"):
            self._at += 1
            negations += 1
        found = self._comparison()
        return Not(found) if negations % 2 else found

    def _comparison(self) -> Expression:
        left = self._operand()
        word = self._next.text.lower() if self._next.kind == "name" else ""
        if word in COMPARISONS:
            self._at += 1
            return Comparison(word, left, self._operand())
        if word == "in":
            self._at += 1
            return OneOf(left, self._list())
        return left

    # --- operands ----------------------------------------------------------------------------------------------------

    def _operand(self) -> Expression:
        if self._is_sign("("):
            self._at += 1
            found = self.alternatives()
            self._expect(")")
            return found
        token = self._next
        if token.kind == "name":
            return self._named()
        if token.kind in ("text", "moment", "guid", "number"):
            return self._literal()
        raise self._error(_EXPECTED)

    def _literal(self) -> Literal:
        token = self._take()
        match token.kind:
            case "text":
                return Literal(token.text[1:-1].replace("''", "'"))
            case "moment":
                return Literal(self._moment(token))
            case "number":
                return Literal(token.number)
            case "guid":
                return Literal(token.text)
            case "name" if token.text.lower() in _CONSTANTS:
                return Literal(_CONSTANTS[token.text.lower()])
            case _:
                self._at -= 1
                raise self._error(_EXPECTED)

    def _moment(self, token: Token) -> datetime:
        try:
            found = datetime.fromisoformat(token.text)
        except ValueError:
            raise invalid("The DateTimeOffset text is not in the right format", token.place, self._text) from None
        return found if found.tzinfo is not None else found.replace(tzinfo=UTC)

    def _list(self) -> tuple[Literal, ...]:
        self._expect("(")
        values = [self._literal()]
        while self._is_sign(","):
            self._at += 1
            values.append(self._literal())
        self._expect(")")
        return tuple(values)

    def _named(self) -> Expression:
        if self._is_sign("(", 1):
            return self._call(self._take().text)
        if self._next.text.lower() in _CONSTANTS:
            return self._literal()
        if self._next.text.lower() in _MOMENTS and self._tokens[self._at + 1].kind == "text":
            # OData's form until version 3, which DavMail writes of extended properties.
            self._at += 1
            quoted = self._take()
            return Literal(self._moment(Token("moment", quoted.text[1:-1], quoted.place)))
        if self._next.text.lower() in ("and", "or", "in", *COMPARISONS):
            raise self._error(_EXPECTED)
        names = [self._take().text]
        while self._is_sign("/"):
            self._at += 1
            if self._next.kind != "name":
                raise self._error("Identifier expected")
            if self._next.text.lower() in _QUANTIFIERS and self._is_sign("(", 1):
                return self._quantified(Path(tuple(names)))
            names.append(self._take().text)
        return Path(tuple(names))

    def _call(self, name: str) -> Expression:
        self._expect("(")
        if name.lower() in ("datetimeoffset", "datetime") and self._next.kind == "text":
            raise self._error(_EXPECTED)
        arguments = [self.alternatives()] if not self._is_sign(")") else []
        while self._is_sign(","):
            self._at += 1
            arguments.append(self.alternatives())
        self._expect(")")
        return Call(name.lower(), tuple(arguments))

    def _quantified(self, path: Path) -> Quantified:
        quantifier = self._take().text.lower()
        self._expect("(")
        if self._is_sign(")") and quantifier == "any":
            self._at += 1
            return Quantified(path, quantifier, "", None)
        if self._next.kind != "name":
            raise self._error("Identifier expected")
        variable = self._take().text
        self._expect(":")
        condition = self.alternatives()
        self._expect(")")
        return Quantified(path, quantifier, variable, condition)
