"""Finding the messages that a text has in it, or that it is a part of.

`docs/_static/find.js` does the same in a browser; a test compares the two.
"""

import re
from dataclasses import replace
from functools import cache

from fakeserver.finding.collecting import messages
from fakeserver.finding.message import Message, normalised

#: characters that a blank may stand for
_BLANK = r".{1,120}?"
_CODE = re.compile(r"aadsts\d+|\d{7}|error\w{4,}|\d{3} \d\.\d\.\d{1,3}|\d{3}(?= \w)", re.ASCII)
_LIKE_A_CODE = re.compile(r"(?:aadsts)?[\d. ]+", re.ASCII)
_NUMBER = re.compile(r"\d{5,}")


def find(text: str) -> list[Message]:
    """Return the messages that are meant, the likeliest first.

    Those that stand in the text as a whole; else those whose code it names; else those that it is a part of; else those
    with a cause that has all of its words, and these causes alone.
    """
    asked = normalised(text)
    if not asked:
        return []
    for search in (_whole, _of_code, _containing, _with_words):
        if found := search(asked):
            return found
    return []


@cache
def code_of(message: Message) -> str:
    """Return the code that a message begins with, as it is compared; empty where it has none."""
    found = _CODE.match(message.words)
    return found[0] if found else ""


@cache
def pattern_of(message: Message) -> str:
    """Return the regular expression of a whole message, of a kind that browsers know too."""
    condition = f"(?:{re.escape(message.condition)})?" if message.condition else ""
    return rf"(?<!\w){condition}{_BLANK.join(f' ?{re.escape(part)} ?' for part in message.parts)}(?!\w)"


@cache
def _compiled(message: Message) -> re.Pattern[str]:
    return re.compile(pattern_of(message).replace(r"\ ", " "), re.ASCII)


def _whole(asked: str) -> list[Message]:
    found: list[tuple[Message, int, int]] = []
    for each in messages():
        if all(part in asked for part in each.parts) and (match := _compiled(each).search(asked)):
            found.append((each, *match.span()))
    # What is said more exactly by another is not meant.
    best = [
        (each, start, end)
        for each, start, end in found
        if not any(
            begin <= start and end <= stop and (stop - begin, len(other.words)) > (end - start, len(each.words))
            for other, begin, stop in found
        )
    ]
    return [each for each, *_ in sorted(best, key=lambda one: -len(one[0].words))]


def _of_code(asked: str) -> list[Message]:
    named = {asked, f"aadsts{asked}"} if _NUMBER.fullmatch(asked) else {asked}
    exact = [each for each in messages() if code_of(each) in named]
    found = exact or [each for each in messages() if code_of(each) and _stands_in(code_of(each), asked)]
    # Where the text stands apart from the code, as in XML, it tells those of one code apart.
    with_text = [each for each in found if _stands_in(each.words.removeprefix(code_of(each)).strip(), asked)]
    return with_text or found


def _containing(asked: str) -> list[Message]:
    parts = [each for each in messages() if asked in each.all_words]
    whole = [each for each in parts if _stands_in(asked, each.all_words)]
    # Half a number is another number.
    return whole if whole or _LIKE_A_CODE.fullmatch(asked) else parts


def _with_words(asked: str) -> list[Message]:
    words = _words(asked)
    found = []
    for each in messages() if words else ():
        own = _words(each.all_words)
        causes = [one for one in each.causes if words <= own | _words(normalised(f"{one.name} {one.sentence}"))]
        if causes:
            found.append(replace(each, causes=tuple(causes)))
    return found


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text, re.ASCII))


def _stands_in(part: str, text: str) -> bool:
    """Say whether words stand in a text as whole words."""
    return re.search(rf"(?<![\w.]){re.escape(part)}(?!\w|\.\d)", text, re.ASCII) is not None
