"""What was asked, what was answered, and why not: one list for all protocols.

Nothing here knows the tenant; a refusal is read by the names that it offers (``facts``, ``rule``, ``fix``), so that
any exception can be noted. Callers redact: no token, password, secret or message body may be passed in.

What is noted goes to Python's logging as well, to the logger ``fakeserver``: refusals with their explanation at INFO,
everything else at DEBUG.
"""

import itertools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from fakeserver.redaction import redacted

LOG = logging.getLogger("fakeserver")

_NUMBERS = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why something was refused, for the developer."""

    #: the refusal's class name
    name: str
    #: one sentence
    sentence: str
    #: the claim or switch that decided, as an admin or a token reader knows it; may be empty
    rule: str = ""
    #: the values that decided
    facts: Mapping[str, object] = field(default_factory=dict)
    #: what would let it pass on the fake, in code; may be empty
    fix: str = ""
    #: what would let it pass in a real tenant: PowerShell, or steps in a portal; may be empty
    real: str = ""
    #: where Microsoft documents it, without ``https://``; may be empty
    page: str = ""
    #: the telling claims of the token that was refused, by name; empty where no token was shown, or none to read
    token: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, refusal: BaseException) -> "Explanation":
        """Read the explanation that an exception offers; one that has no rule is explained by its cause's."""
        behind = refusal
        while not getattr(behind, "rule", "") and behind.__cause__ is not None:
            behind = behind.__cause__
        if not getattr(behind, "rule", ""):
            behind = refusal
        # A refusal's texts have blanks for its facts.
        fill: Callable[[str], str] = getattr(behind, "fill", str)
        rule, fix, real = (fill(getattr(behind, name, "")) for name in ("rule", "fix", "real"))
        sentence, facts = _sentence(refusal), _facts(refusal)
        if behind is not refusal:
            sentence, facts = f"{sentence} {_sentence(behind)}", facts | _facts(behind)
        page: str = getattr(behind, "page", "")
        token: Mapping[str, str] = getattr(refusal, "token", {}) or getattr(behind, "token", {})
        return cls(type(refusal).__name__, sentence, rule, facts, fix, real, page, token)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What there is to say after the sentence, each with its label; facts that the rule holds are not repeated."""
        facts = [f"{name}={value}" for name, value in self.facts.items() if str(value) not in self.rule]
        claims = [f"{name}={value}" for name, value in self.token.items()]
        said = (
            ("rule", self.rule),
            ("facts", ", ".join(facts)),
            ("token", ", ".join(claims)),
            ("on the fake", self.fix),
            ("in a real tenant", self.real),
            ("page", self.page and f"https://{self.page}"),
        )
        return [(label, text) for label, text in said if text]

    def __str__(self) -> str:
        return "\n".join([f"{self.name}: {self.sentence}", *(f"  {label}: {text}" for label, text in self.lines)])


def _sentence(refusal: BaseException) -> str:
    document = type(refusal).__doc__ or ""
    return document.strip().split("\n", 1)[0] if getattr(refusal, "facts", {}) or not str(refusal) else str(refusal)


def _facts(refusal: BaseException) -> dict[str, object]:
    facts: Mapping[str, object] = getattr(refusal, "facts", {})
    return {name: value for name, value in facts.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer."""

    at: datetime
    protocol: str
    asked: str
    answered: str
    refusal: Explanation | None = None
    #: grows from note to note, over all journals of the process: `at` is the tenant's clock, which tests move
    number: int = 0

    def __str__(self) -> str:
        line = f"{self.at:%H:%M:%S.%f} {self.protocol}: {self.asked} -> {self.answered}"
        return line if self.refusal is None else "\n    ".join([line, *str(self.refusal).split("\n")])


@dataclass(frozen=True, slots=True)
class RefusedExchange(Exchange):
    """A question that was refused, so that ``refusal`` is there."""

    refusal: Explanation


class Journal:
    """The last exchanges of a tenant, oldest first. Thread-safe."""

    def __init__(self, now: Callable[[], float] = time.time, limit: int = 1000) -> None:
        """Keep the last ``limit`` exchanges; ``now`` gives seconds since the epoch."""
        self._now = now
        self._lock = threading.Lock()
        # Plain tuples: an Exchange is made when somebody looks, which on the hot path nobody does.
        self._notes: deque[tuple[int, float, str, str, str, Explanation | None]] = deque(maxlen=limit)

    def add(self, protocol: str, asked: str, answered: str, refusal: BaseException | None = None) -> None:
        """Note one exchange in a few words; the refusal is read at once, so that no traceback is kept alive."""
        why = None if refusal is None else Explanation.of(refusal)
        note = (next(_NUMBERS), self._now(), protocol, asked, answered, why)
        with self._lock:
            self._notes.append(note)
        level = logging.DEBUG if refusal is None else logging.INFO
        if LOG.isEnabledFor(level):
            explained = "" if why is None else f"\n{why}"
            LOG.log(level, "%s", redacted(f"{protocol}: {asked} -> {answered}{explained}"))

    @property
    def entries(self) -> list[Exchange]:
        """All exchanges, oldest first."""
        with self._lock:
            notes = list(self._notes)
        return [
            Exchange(datetime.fromtimestamp(at, UTC), protocol, asked, answered, refusal, number)
            for number, at, protocol, asked, answered, refusal in notes
        ]

    @property
    def refusals(self) -> list[RefusedExchange]:
        """The exchanges that ended in a refusal, oldest first."""
        return [
            RefusedExchange(entry.at, entry.protocol, entry.asked, entry.answered, entry.refusal, entry.number)
            for entry in self.entries
            if entry.refusal is not None
        ]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._notes.clear()

    def __len__(self) -> int:
        return len(self._notes)

    def __str__(self) -> str:
        return "\n".join(map(str, self.entries))
