"""Reads a query: terms, joined by AND (also where nothing stands between them), OR and NOT, grouped by brackets.

A plus sign before a word stands for AND, and a hyphen for NOT (web-service-reference/querystring-querystringtype).
NOT binds closer than AND, and AND closer than OR (Assumption: the order is not documented). What is no keyword, value
or operator is looked for as text (Assumption), and the query's remarks say so: nothing is left out in silence.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from fakeserver.tenant.exchange.aqs.keywords import DATES, KEYWORDS, TEXTS, Reader, Value, anywhere
from fakeserver.tenant.exchange.aqs.periods import FIRST_WORDS, MONTHS, SECOND_WORDS
from fakeserver.tenant.exchange.criteria import Criterion, all_of, any_of, not_met
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.refusals import QueryTooComplex

#: Assumption: neither limit is documented; a longer query, or one with more brackets in each other, is too complex.
MAX_LENGTH: Final = 4096
MAX_DEPTH: Final = 30

#: The scope of a word without a keyword.
_ANYWHERE: Final = "all"

#: A bracket, a phrase in quotes (an asterisk behind it belongs to it), a comparison, a sign before a word, or a word.
_TOKEN: Final = re.compile(r'[()]|"[^"]*(?:"\*?|$)|[<>=]+|(?<![^\s(])[-+]|[^\s()"]+')
_COMPARISON: Final = re.compile(r"<=|>=|<>|<|>|=")
#: The name of a keyword, before its colon or a comparison.
_NAME: Final = re.compile(r"([^:<>=]*)(?::|(?=[<>=]))")
#: What follows the name of a month, and what follows that.
_DAY_OF_MONTH: Final = re.compile(r"\d\d?,?", re.ASCII)
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)
_AND: Final = frozenset({"AND", "+"})
_NOT: Final = frozenset({"NOT", "-"})
_OPERATORS: Final = _AND | _NOT | {"OR"}
#: What other query languages exclude, require or compare words with.
_FOREIGN: Final = re.compile(r"[-+~!&|](?=.)|[<>=]")


class Highlight(NamedTuple):
    """A word or phrase that is looked for, as it was written, without quotes and asterisk."""

    #: the keyword before it. Assumption: what stands here for a word without one
    scope: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """What a query asks for."""

    #: None for an empty query, which finds everything
    criterion: Criterion[Item] | None
    #: what was looked for as text because it is nothing else; a sentence each
    remarks: tuple[str, ...] = ()
    #: what it looks for in texts, but for what it excludes
    highlights: tuple[Highlight, ...] = ()


def read_query(text: str, now: datetime) -> Query:
    """Return what a query asks for.

    Args:
        now: the present, in the zone of the mailbox; dates are read in that zone.

    Raises:
        QueryTooComplex: it is too long, has too many brackets in each other, or a phrase of too many words.
    """
    if len(text) > MAX_LENGTH:
        raise QueryTooComplex
    reader = _Reader(_TOKEN.findall(text), now)
    criterion = reader.everything()
    return Query(criterion, tuple(reader.remarks), tuple(dict.fromkeys(reader.highlights)))


@dataclass
class _Reader:
    tokens: list[str]
    now: datetime
    remarks: list[str] = field(default_factory=list)
    highlights: list[Highlight] = field(default_factory=list)
    at: int = 0
    depth: int = 0
    #: the keyword of text that what is read now belongs to
    scope: str = _ANYWHERE
    #: whether it is excluded
    excluded: bool = False

    def everything(self) -> Criterion[Item] | None:
        terms = []
        while (token := self._next()) is not None:
            terms.append(self._alone() if token == ")" else self._alternatives(anywhere))
        return all_of(terms) if terms else None

    # --- operators -----------------------------------------------------------------------------------------------

    def _alternatives(self, plain: Reader) -> Criterion[Item]:
        """Read ``a b OR c``; ``plain`` reads words without a keyword."""
        alternatives = [self._together(plain)]
        while self._next() == "OR" and self._begins_term(self.at + 1):
            self.at += 1
            alternatives.append(self._together(plain))
        return any_of(alternatives) if len(alternatives) > 1 else alternatives[0]

    def _together(self, plain: Reader) -> Criterion[Item]:
        """Read ``a b AND c``."""
        terms = [self._term(plain)]
        while (token := self._next()) not in (None, ")"):
            if token == "OR" and self._begins_term(self.at + 1):
                break
            if token in _AND and self._begins_term(self.at + 1):
                self.at += 1
            terms.append(self._term(plain))
        return all_of(terms) if len(terms) > 1 else terms[0]

    def _term(self, plain: Reader) -> Criterion[Item]:
        negated = False
        while self._next() in _NOT and self._begins_term(self.at + 1):
            negated = not negated
            self.at += 1
        self.excluded ^= negated
        term = self._positive(plain)
        self.excluded ^= negated
        return not_met(term) if negated else term

    def _positive(self, plain: Reader) -> Criterion[Item]:
        token = self._next()
        assert token is not None
        if token == "(" and self._begins_term(self.at + 1):
            return self._group(plain)
        if not self._names_keyword(token):
            return self._plain(plain)
        outer, self.scope = self.scope, _ANYWHERE
        # ``received:NOT today`` excludes what stands behind it.
        following = self.tokens[self.at + 1 : self.at + 2]
        excludes = token.endswith(":NOT") and self._begins_term(self.at + 1) and following != ["NOT"]
        if excludes:
            self.tokens[self.at] = token.removesuffix("NOT")
        self.excluded ^= excludes
        term = self._with_keyword()
        self.excluded ^= excludes
        self.scope = outer
        return not_met(term) if excludes else term

    def _names_keyword(self, token: str) -> bool:
        """Say whether a token begins with a keyword, or with what stands where one should.

        Assumption: a comparison needs no colon, ``size>100``, as in the query language of Exchange's eDiscovery.
        """
        name = None if token[0] == '"' else _NAME.match(token)
        if name is not None:
            return bool(name[1]) or ":" in token
        following = self.tokens[self.at + 1 : self.at + 2]
        return token.lower() in KEYWORDS and bool(following) and following[0][0] in "<>="

    def _group(self, plain: Reader) -> Criterion[Item]:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise QueryTooComplex
        self.at += 1
        inside = self._alternatives(plain)
        if self._next() == ")":
            self.at += 1
        else:
            self.remarks.append("a bracket is not closed; it ends with the query")
        self.depth -= 1
        return inside

    # --- terms ---------------------------------------------------------------------------------------------------

    def _plain(self, plain: Reader) -> Criterion[Item]:
        if self.tokens[self.at] in "()":
            return self._alone()
        token = self._take()
        return self._found(plain, self._value(token))

    def _alone(self) -> Criterion[Item]:
        """Leave out a bracket that encloses nothing."""
        self.remarks.append(f"{self._take()!r} encloses nothing and was left out")
        return Criterion(lambda item: True)

    def _with_keyword(self) -> Criterion[Item]:
        start = self.at
        token = self._take()
        named = _NAME.match(token)
        name, rest = (token, "") if named is None else (named[1], token[named.end() :])
        reader = KEYWORDS.get(name.lower())
        if reader is None:
            whole = token if rest else token + self._word()
            self._as_text(whole, f"{name!r} is no keyword")
            return anywhere(Value(whole, now=self.now))
        operator, rest = self._comparison(rest)
        if name.lower() in TEXTS:
            self.scope = name.lower()
        if not rest and operator == "" and self._next() == "(" and self._begins_term(self.at + 1):
            return self._group(lambda value: reader(value) or anywhere(value))
        if name.lower() in DATES:
            text, quoted = self._date(rest)
        else:
            text, quoted = self._unquoted(rest or self._word())
            self._remark_on(text, quoted)
        found = reader(Value(text, quoted, operator, now=self.now)) if text else None
        if found is None:
            written = " ".join(self.tokens[start : self.at])
            self._as_text(written, f"{name.lower()} does not take it")
            return anywhere(Value(written, now=self.now))
        if name.lower() in TEXTS and operator != "<>":
            self._highlight(text)
        if name.lower() in TEXTS and not quoted and not operator:
            return self._more_words(reader, found)
        return found

    def _more_words(self, reader: Reader, first: Criterion[Item]) -> Criterion[Item]:
        """Read the plain words behind a keyword and its first word, which are sought in the same property."""
        terms = [first]
        while (token := self._next()) is not None and token[0] not in '"()<>=' and not self._names_keyword(token):
            if token in _OPERATORS:
                break
            terms.append(self._found(reader, self._value(self._take())))
        return all_of(terms) if len(terms) > 1 else first

    def _date(self, rest: str) -> tuple[str, bool]:
        """Read a date, or two with dots between them, which may have blanks around and in them."""
        text, quoted = self._unquoted(rest or self._word())
        while not quoted and text and _continues(text, self._next() or ""):
            text += f" {self._take()}"
        return text, quoted

    # --- tokens --------------------------------------------------------------------------------------------------

    def _next(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _take(self) -> str:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def _word(self) -> str:
        """Take the next token if it is a word or a phrase; else it is empty."""
        token = self._next()
        return "" if token is None or token in "()" or token in _OPERATORS else self._take()

    def _begins_term(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at] not in (")", "AND", "OR", "+")

    def _comparison(self, rest: str) -> tuple[str, str]:
        """Split an operator from the value behind a colon; blanks may stand around it."""
        if not rest and (self._next() or "")[:1] in ("<", ">", "="):
            rest = self._take()
        operator = _COMPARISON.match(rest)
        return ("", rest) if operator is None else (operator[0], rest[operator.end() :])

    def _value(self, token: str) -> Value:
        text, quoted = self._unquoted(token)
        self._remark_on(text, quoted)
        return Value(text, quoted, now=self.now)

    @staticmethod
    def _unquoted(token: str) -> tuple[str, bool]:
        """Return what stands in quotes, with the asterisk behind them, and whether there are any."""
        if not token.startswith('"'):
            return token, False
        phrase, _, asterisk = token[1:].partition('"')
        return phrase + asterisk, True

    def _found(self, reader: Reader, value: Value) -> Criterion[Item]:
        self._highlight(value.text)
        found = reader(value)
        return anywhere(value) if found is None else found

    def _highlight(self, text: str) -> None:
        if not self.excluded and (word := text.rstrip("*")):
            self.highlights.append(Highlight(self.scope, word))

    def _remark_on(self, text: str, quoted: bool) -> None:
        """Say of a word what may have been meant as an operator."""
        if quoted:
            return
        if text.upper() in _OPERATORS:
            self._as_text(text, "it has nothing to join" if text in _OPERATORS else "operators are in capitals")
        elif _FOREIGN.match(text):
            self._as_text(text, f"{text[0]!r} is no operator")
        elif "*" in text.rstrip("*"):
            self._as_text(text, "an asterisk counts at the end of a word alone")

    def _as_text(self, written: str, why: str) -> None:
        self.remarks.append(f"{written!r} was looked for as text: {why}")


def _continues(date: str, token: str) -> bool:
    """Say whether a token belongs to the date before it.

    ``last`` ``week``, ``2025`` ``..`` ``2026``, ``November`` ``29,`` ``2026``.
    """
    last, first = date.lower().rpartition("..")[2].strip(), token.lower().partition("..")[0]
    if last in MONTHS and _DAY_OF_MONTH.fullmatch(first):
        return True
    month, _, day = last.partition(" ")
    if month in MONTHS and _DAY_OF_MONTH.fullmatch(day) and _YEAR.fullmatch(first):
        return True
    if last in FIRST_WORDS:
        return first in SECOND_WORDS
    return token.startswith("..") or (not last and token not in _OPERATORS and token[:1] not in ("", "(", ")", '"'))
