"""How t:Contains compares texts: its ContainmentMode and its ContainmentComparison.

Sources: web-service-reference/contains; Microsoft's SContentRestriction, whose FL_ flags the two attributes name;
ews-managed-api, ComparisonMode (what is "loose" ignores case and nonspacing characters).
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.request.errors import RESTRICTION_TOO_COMPLEX
from fakeserver.protocols.ews.soap.enumerations import Enumeration

#: Maximum of characters that are compared by words. Assumption: the service's limit is not documented.
_MAX_PHRASE: Final = 1000

#: Says whether a text contains what is sought.
Test = Callable[[str], bool]


def _words(sought: str, end: str = "") -> Test:
    """Return the test for words in order, the first of which begins a word; any blanks may be between them.

    Raises:
        EwsError: they are too many characters.
    """
    phrase = " ".join(sought.split())
    if len(phrase) > _MAX_PHRASE:
        raise EwsError(RESTRICTION_TOO_COMPLEX)
    # The words first, which are found in one pass through the text. Where they are, the character before them is looked
    # at over as many as they have, since to compare them once more would take their length each time.
    search = re.compile(rf"{re.escape(phrase)}(?<!\w.{{{len(phrase)}}}){end}", re.DOTALL).search
    if " " not in phrase:
        return lambda text: search(text) is not None
    return lambda text: search(" ".join(text.split())) is not None


#: Mode -> makes the test from what is sought.
#: Assumption: a word begins and ends beside a character that is no letter, digit or underscore.
_MODES: Final[dict[str, Callable[[str], Test]]] = {
    "FullString": lambda sought: lambda text: text == sought,
    "Prefixed": lambda sought: lambda text: text.startswith(sought),
    "Substring": lambda sought: lambda text: sought in text,
    "PrefixOnWords": _words,
    "ExactPhrase": lambda sought: _words(sought, r"(?!\w)"),
}


def _same(text: str) -> str:
    return text


def _without_marks(text: str) -> str:
    """Return a text without nonspacing characters, such as accents."""
    if text.isascii():
        return text
    return "".join(one for one in unicodedata.normalize("NFD", text) if unicodedata.category(one) != "Mn")


def _loose(text: str) -> str:
    return _without_marks(text).casefold()


#: Comparison -> what is compared of a text.
_COMPARISONS: Final[dict[str, Callable[[str], str]]] = {
    "Exact": _same,
    "IgnoreCase": str.casefold,
    "IgnoreNonSpacingCharacters": _without_marks,
    "Loose": _loose,
    "IgnoreCaseAndNonSpacingCharacters": _loose,
    "LooseAndIgnoreCase": _loose,
    "LooseAndIgnoreNonSpace": _loose,
    "LooseAndIgnoreCaseAndIgnoreNonSpace": _loose,
}

CONTAINMENT_MODE: Final = Enumeration("ContainmentModeType", _MODES)
CONTAINMENT_COMPARISON: Final = Enumeration("ContainmentComparisonType", _COMPARISONS)


def containing(sought: str, mode: str, comparison: str) -> Test:
    """Return the test for texts that contain another, by the words of the two attributes.

    Raises:
        EwsError: the words of a phrase are too long.
    """
    compared = _COMPARISONS[comparison]
    test = _MODES[mode](compared(sought))
    return test if compared is _same else lambda text: test(compared(text))
