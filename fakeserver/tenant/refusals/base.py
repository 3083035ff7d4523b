"""The base of every refusal: its class is the kind, its fields are the facts."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar, dataclass_transform, get_origin

from fakeserver.tenant.moved import moved
from fakeserver.tenant.refusals.explanation import Explanation

#: How a protocol says something.
Row = TypeVar("Row")

_FACT = re.compile(r"\{(\w+)\}")
#: What lets pass what is refused because a test has ordered it.
TAKE_BACK = "take back what was ordered: fault.cancel()"


@moved({"mend": "fix", "explain": "fakeserver.tenant.refusals.explained"})
@dataclass_transform(eq_default=False)
class Refusal(Exception):
    """The tenant says no.

    A subclass names its facts as a dataclass does: annotated fields with defaults, after those of its parent. Its
    texts for the developer (``rule``, ``fix``, ``real``, ``page``) stand without an annotation. The fields are read
    here and not by `dataclasses`, which compiles an ``__init__`` for each of a hundred classes: 11 ms at every start.
    """

    # Texts for the developer; ``{name}`` stands for a fact: see `fill`.
    #: the claim or the switch that decided, as an admin or a token reader knows it
    rule: ClassVar[str] = ""
    #: what would let it pass on the fake, in code
    fix: ClassVar[str] = ""
    #: what would let it pass in a real tenant: PowerShell, or steps in a portal
    real: ClassVar[str] = ""
    #: where it is documented, by Microsoft if it is: an address without ``https://``
    page: ClassVar[str] = ""
    #: protocol -> its own page, where it has one
    pages: ClassVar[Mapping[str, str]] = {}

    _names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        # A class without annotations of its own shows its parent's, whose names are known already.
        kinds: dict[str, object] = cls.__annotations__
        cls._names += tuple(name for name, kind in kinds.items() if name not in cls._names and not _of_class(kind))

    def __init__(self, *values: Any, **facts: Any) -> None:
        """Take the facts in the fields' order or by name.

        Raises:
            TypeError: there are more values than fields, or a name is none of them.
        """
        super().__init__()
        #: the relevant claims of the token that was shown, by name; the door fills it
        self.token: dict[str, str] = {}
        if len(values) > len(self._names):
            raise TypeError(f"{type(self).__name__} takes {len(self._names)} facts, not {len(values)}")
        facts.update(zip(self._names, values, strict=False))
        for name, value in facts.items():
            if name not in self._names:
                raise TypeError(
                    f"{type(self).__name__} has no fact {name!r}; it has {', '.join(self._names) or 'none'}"
                )
            setattr(self, name, value)

    @property
    def facts(self) -> dict[str, object]:
        """The values that decided, by name; never a secret or a whole token."""
        return {name: getattr(self, name) for name in self._names}

    @property
    def known_facts(self) -> dict[str, object]:
        """The facts that have a value."""
        return {name: value for name, value in self.facts.items() if value not in (None, "")}

    @property
    def sentence(self) -> str:
        """What this kind of refusal means, in one sentence."""
        return (type(self).__doc__ or "").strip().splitlines()[0]

    def row_in(self, table: "Mapping[type[Refusal], Row]") -> Row:
        """Return how a protocol's table says this refusal: by the row of its class, or of the nearest class above.

        Raises:
            LookupError: not even Refusal has a row there.
        """
        for kind in type(self).__mro__:
            if kind in table:
                return table[kind]
        raise LookupError(f"{type(self).__name__} has no row")

    def fill(self, text: str, blank: str = "(none)") -> str:
        """Return a text with its ``{facts}`` filled in; a fact without a value reads as ``blank``."""
        # Not str.format: PowerShell has braces of its own.
        return _FACT.sub(lambda match: self._fact(match[1], match[0], blank), text) if "{" in text else text

    def _fact(self, name: str, unknown: str, blank: str) -> str:
        if name not in self._names:
            return unknown
        value = getattr(self, name)
        return blank if value in (None, "") else str(value)

    def __str__(self) -> str:
        """Return one line for the developer: what was refused, why, and on which facts."""
        facts = ", ".join(f"{name}={value!r}" for name, value in self.known_facts.items())
        return f"{self.sentence} ({facts})" if facts else self.sentence

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.facts.items())})"


def explained(problem: BaseException, protocol: str = "", ordered: str = "") -> Explanation:
    """Explain a refusal, or a protocol's own error; one that has no rule by the refusal behind it as well.

    Args:
        protocol: where it was said; some have a page of their own. An error of a protocol may have a ``name`` that
            people know it by, a ``fix`` and a ``page``.
        ordered: that a test has ordered it, in a sentence: then nobody has checked anything, and there are no values.
    """
    sentence = problem.sentence if isinstance(problem, Refusal) else str(problem)
    facts = problem.known_facts if isinstance(problem, Refusal) else {}
    name, decisive = type(problem).__name__, _with_a_rule(problem)
    if not isinstance(problem, Refusal):
        name = str(getattr(problem, "name", "")) or name
    if decisive is None:
        token = problem.token if isinstance(problem, Refusal) else {}
        fix, real, page = (str(getattr(problem, text, "")) for text in ("fix", "real", "page"))
        return Explanation(name, sentence, ordered, facts, TAKE_BACK if ordered else fix, real, page, token)
    if decisive is not problem:
        sentence, facts = f"{sentence} {decisive.sentence}", facts | decisive.known_facts
    blank = "..." if ordered else "(none)"
    rule, fix, real = (decisive.fill(text, blank) for text in (decisive.rule, decisive.fix, decisive.real))
    if ordered and rule != ordered:
        rule, fix = ordered, TAKE_BACK
    shown = problem.token if isinstance(problem, Refusal) and problem.token else decisive.token
    page = decisive.pages.get(protocol, decisive.page)
    return Explanation(name, sentence, rule, facts, fix, real, page, shown)


def _with_a_rule(problem: BaseException | None) -> "Refusal | None":
    """Return the first refusal with a rule, from an exception down to its causes."""
    while problem is not None:
        if isinstance(problem, Refusal) and problem.rule:
            return problem
        problem = problem.__cause__
    return None


def _of_class(kind: object) -> bool:
    """Say whether an annotation makes an attribute the class's own."""
    origin: object = get_origin(kind)
    return origin is ClassVar
