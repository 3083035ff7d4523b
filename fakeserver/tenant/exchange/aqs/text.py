"""How the service compares text: words by their beginning, words in quotes whole, without case.

``product`` is in "Productivity" and not in "byproduct"; ``"win product"`` is in "a win product" alone, and
``"win product"*`` in "Windows productivity" too.

Assumption: as in an index of words, any punctuation stands for any other between the letters of a word
("report,invoice" finds "report; invoice"), and what quotes or ends a word is no part of it. Other signs before a word
count, and those that end it: "@example", "c++".
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from fakeserver.tenant.exchange.criteria import Cost, Criterion, all_of, body_contains, subject_contains
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.refusals import QueryTooComplex

#: Returns the texts of an item that are compared.
Texts = Callable[[Item], Iterable[str]]
#: Most words in one phrase, each of which may be compared at each place of a text. Assumption: no limit is documented.
MAX_WORDS: Final = 50
#: What stands around words and is no part of them.
_AROUND: Final = "'\"‘’‚“”„«»[]{}<>,;:.!?"
#: Letters, with the signs that end the word: "c++".
_RUN: Final = re.compile(r"\w+(?:\W+\Z)?")


@dataclass(frozen=True, slots=True)
class Sought:
    """A word, or words in order, that a text must have."""

    #: a text without it, whatever its case, needs no closer look
    first_word: str
    pattern: re.Pattern[str]

    @classmethod
    def read(cls, text: str, *, quoted: bool) -> "Sought":
        """Return what a query's text looks for; an empty one, or an asterisk alone, is in every text.

        Args:
            text: an asterisk at its end asks for words that begin so.
            quoted: it stood in quotes.

        Raises:
            QueryTooComplex: it has too many words.
        """
        begins = text.endswith("*") or not quoted
        words = text.rstrip("*").lower().split()
        # What is between words is skipped, so that a dash is no word; two in a row would also be tried in every way.
        words = [word.strip(_AROUND) for word in words if any(map(_is_letter, word))] or words[:1]
        inner = r"\w*\W+" if begins else r"\W+"
        runs = [_split(word) for word in words]
        if sum(map(len, runs)) > MAX_WORDS:
            raise QueryTooComplex
        pattern = inner.join(r"\W+".join(map(re.escape, of_word)) for of_word in runs)
        if not words:
            return cls("", re.compile(pattern))
        first = runs[0][0]
        if _is_letter(first[0]):
            # Behind what is written, not before it: so the search is for that text, and looks around where it is, over
            # as many characters as it has, which costs nothing.
            start = re.escape(first)
            pattern = rf"{start}(?<!\w.{{{len(first)}}}){pattern.removeprefix(start)}"
        if not begins and _is_letter(words[-1][-1]):
            pattern += r"(?!\w)"
        return cls(first, re.compile(pattern, re.DOTALL))

    def is_in(self, text: str) -> bool:
        """Say whether a text has it."""
        return self.pattern.search(text.lower()) is not None


def _split(word: str) -> list[str]:
    """Return a word up to its first punctuation behind letters, and the runs of letters after that."""
    first = _RUN.search(word)
    end = first.end() if first else len(word)
    return [word[:end], *_RUN.findall(word, end)]


def _is_letter(character: str) -> bool:
    """Say whether a character is part of a word, as ``\\w`` has it."""
    return character.isalnum() or character == "_"


def in_texts(sought: Sought, texts: Texts, cost: Cost) -> Criterion[Item]:
    """One of an item's texts has what is sought."""
    return Criterion(lambda item: any(map(sought.is_in, texts(item))), cost)


def in_subject(sought: Sought) -> Criterion[Item]:
    """The subject has it."""
    # There is one, and every item of a folder may be asked for it.
    closer: Criterion[Item] = Criterion(lambda item: sought.is_in(item.subject), Cost.SUBJECT)
    return all_of([subject_contains(sought.first_word), closer])


def in_body(sought: Sought) -> Criterion[Item]:
    """The text of the message has it, as text or as HTML."""
    texts = in_texts(sought, lambda item: (item.mailbox.contents.searchable_text(item).decode(),), Cost.BODY)
    return all_of([body_contains(sought.first_word), texts])
