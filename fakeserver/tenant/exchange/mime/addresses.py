"""Address lists as they come, well-formed or not (RFC 5322 section 3.4).

Nothing here raises on any text. The standard library's parsers are not used: the strict one raises on junk, the
lenient one loses names, and both load much code for a message whose subject alone is asked for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from fakeserver.tenant.exchange.mime.encoded_words import decode_words
from fakeserver.tenant.exchange.mime.lexical import Kind, Token, quoted, tokens, unquoted
from fakeserver.tenant.exchange.values import EmailAddress

#: Characters of one field that are read: some thousand addresses, and the service takes 1,000 recipients at most.
#: Assumption: addresses behind them are not read. Source: Exchange Online limits, "Recipient limit".
MAX_FIELD = 128 * 1024
#: Pieces of such a field that are read: several thousand addresses have as many, brackets alone have more.
MAX_TOKENS = 50_000

_ATOM = r'[^\s"(),.:;<>@\[\\\]\x00-\x1f\x7f]+'
_DOT_ATOM = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_ADDRESS = re.compile(rf'(?:"(?:[^"\\\x00-\x1f]|\\[^\x00-\x1f])+"|{_DOT_ATOM.pattern})@(?P<domain>[^\s@]+)')
_LABEL = r"\w(?:[\w-]{0,61}\w)?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_MAX_DOMAIN = 255
_ENDS = frozenset(",;:")
#: One address, perhaps with a name, and the comma behind it: most lists hold nothing else.
_PLAIN = re.compile(
    r"""\s*+(?:(?:"([^"\\]*+)"|([\w .'=?/*+-]*+))\s*+<([\w.+-]++@[\w.-]++)>|([\w.+-]++@[\w.-]++))\s*+(?:,|\Z)"""
)


class ListedAddress(NamedTuple):
    """One address of a list; its name stands as it came, encoded words included."""

    name: str
    #: ``local@domain``, the local part in quotes where it needs them; empty where there is only a name
    address: str
    #: the source route before it, ``@a,@b``, of which nobody takes notice (section 4.4)
    route: str = ""

    def cut(self) -> tuple[str, str]:
        """Return the local part, without quotes, and the domain, or empty."""
        local, at, domain = self.address.rpartition("@")
        if not at or domain.endswith('"'):
            local, domain = self.address, ""
        return unquoted(local), domain


@dataclass(frozen=True, slots=True)
class GroupStart:
    """The name of a group, whose members follow."""

    name: str


@dataclass(frozen=True, slots=True)
class GroupEnd:
    """The last member of a group stands before it."""


def is_address(text: str) -> bool:
    """Say whether mail can be sent there: ``local@domain``; octets that were no UTF-8 are no address."""
    match = _ADDRESS.fullmatch(text)
    return match is not None and text.isprintable() and is_domain(match["domain"])


def is_domain(text: str) -> bool:
    """Say whether this is a domain, without an empty label, or an IP address in brackets (RFC 5321 section 4.1)."""
    if text.startswith("["):
        return _is_address_literal(text)
    return len(text) <= _MAX_DOMAIN and _DOMAIN.fullmatch(text) is not None


def _is_address_literal(text: str) -> bool:
    """Say whether this is an IP address in brackets; clients leave out IPv6's tag, and that is taken."""
    from ipaddress import ip_address

    literal = text.removeprefix("[").removesuffix("]")
    try:
        ip_address(literal[5:] if literal[:5].lower() == "ipv6:" else literal)
    except ValueError:
        return False
    return text.endswith("]") and "%" not in literal


def without_needless_quotes(address: str) -> str:
    """Return an address without quotes that its local part does not need: it is the same (RFC 5321 section 4.1.2)."""
    if not address.startswith('"'):
        return address
    local, at, domain = address.rpartition("@")
    text = unquoted(local)
    return f"{text}{at}{domain}" if _DOT_ATOM.fullmatch(text) else address


def parse_addresses(text: str) -> list[EmailAddress]:
    """Return the addresses of a list, with their names decoded; members of groups stand among the others."""
    return [
        EmailAddress(decode_words(found.name), found.address)
        for found in read_address_list(text)
        if isinstance(found, ListedAddress)
    ]


def is_read_whole(text: str) -> bool:
    """Say whether a list is read to its end: it has no more characters and pieces than are read."""
    if len(text) <= MAX_TOKENS:
        return True
    return len(text) <= MAX_FIELD and (_read_plain(text) is not None or sum(1 for _ in tokens(text)) <= MAX_TOKENS)


def read_address_list(text: str) -> Iterator[ListedAddress | GroupStart | GroupEnd]:
    """Return what stands in a list: addresses, and where groups begin and end; up to `MAX_FIELD`."""
    if len(text) > MAX_FIELD:
        # Half an address would be another one.
        text = text[: text.rfind(",", 0, MAX_FIELD) + 1] or text[:MAX_FIELD]
    plain = _read_plain(text)
    return _read_any(text) if plain is None else iter(plain)


def _read_plain(text: str) -> list[ListedAddress] | None:
    """Read a list in which every address is plain, five times faster; None for any other."""
    found: list[ListedAddress] = []
    at = 0
    while at < len(text):
        plain = _PLAIN.match(text, at)
        if plain is None:
            return None
        name = plain[1] or plain[2] or ""
        found.append(ListedAddress(" ".join(name.split()), plain[3] or plain[4]))
        at = plain.end()
    return found


def _read_any(text: str) -> Iterator[ListedAddress | GroupStart | GroupEnd]:
    entry = _Entry()
    in_group = False
    for number, token in enumerate(tokens(text)):
        if number == MAX_TOKENS:
            # Half an address would be another one.
            entry = _Entry()
            break
        mark = token.text if token.kind is Kind.SPECIAL else ""
        if entry.in_angle and not (mark == ";" or (mark == "," and not entry.has_route)):
            entry.add_in_angle(token)
        elif mark == "<":
            entry.open_angle()
        elif mark == ":" and entry.is_phrase:
            if in_group:
                yield GroupEnd()
            in_group = True
            yield GroupStart(_phrase(entry.words))
            entry = _Entry()
        elif mark in _ENDS:
            yield from entry.addresses()
            entry = _Entry()
            if mark == ";" and in_group:
                in_group = False
                yield GroupEnd()
        else:
            entry.words.append(token)
    yield from entry.addresses()
    if in_group:
        yield GroupEnd()


class _Entry:
    """What stands between two commas."""

    def __init__(self) -> None:
        self.words: list[Token] = []
        self.in_angle = False
        #: what stands in angle brackets, where there are some
        self._angle: list[Token] | None = None

    @property
    def has_route(self) -> bool:
        """The angle brackets begin with a source route, in which commas stand."""
        return self._angle is not None and any(map(_is_at, self._angle[:1]))

    @property
    def is_phrase(self) -> bool:
        """It can be the name of a group."""
        return self._angle is None and bool(_phrase(self.words)) and not any(map(_is_at, self.words))

    def open_angle(self) -> None:
        """Begin the address; what stood in brackets before it was none."""
        self._angle = []
        self.in_angle = True

    def add_in_angle(self, token: Token) -> None:
        """Go on in angle brackets, or close them."""
        if token == (Kind.SPECIAL, "<"):
            self.open_angle()
        elif token == (Kind.SPECIAL, ">"):
            self.in_angle = False
        elif self._angle is not None and (self._angle or token.kind is not Kind.SPACE):
            self._angle.append(token)

    def addresses(self) -> Iterator[ListedAddress]:
        """Yield the address, or several that no comma separates; none where nothing is left."""
        if self._angle is not None:
            found = _in_angle(_phrase(self.words), self._angle)
            if found.name or found.address:
                yield found
            return
        runs = _runs(self.words)
        mailboxes = ["".join(map(_written, run)) for run in runs if any(map(_is_at, run))]
        if not mailboxes:
            yield from _without_domain(self.words)
            return
        if len(mailboxes) > 1:
            # Which of them the other words name is not known; and a long name once for each would fill the memory.
            yield from (ListedAddress("", mailbox) for mailbox in mailboxes)
            return
        others = " ".join("".join(token.text for token in run) for run in runs if not any(map(_is_at, run)))
        # A comment beside an address holds the name (the custom of RFC 822).
        yield ListedAddress(others or " ".join(_comment(self.words).split()), mailboxes[0])


def _in_angle(name: str, inside: list[Token]) -> ListedAddress:
    """Read ``<@route:local@domain>``."""
    colons = [position for position, token in enumerate(inside) if token == (Kind.SPECIAL, ":")]
    if not colons:
        return ListedAddress(name, _joined(inside))
    # What else may stand before a colon is a word like "mailto".
    route = _joined(inside[: colons[0]]) if _is_at(inside[0]) else ""
    return ListedAddress(name, _joined(inside[colons[-1] + 1 :]), route)


def _without_domain(words: list[Token]) -> Iterator[ListedAddress]:
    """Yield what words alone stand for: a local part, or a name that has no address."""
    phrase = _phrase(words)
    if "@" in phrase:
        yield ListedAddress("", "".join(phrase.split()))  # an address in quotes
    elif len(_runs(words)) == 1 and not any(token.kind is Kind.QUOTED for token in words):
        yield ListedAddress(" ".join(_comment(words).split()), phrase)
    elif phrase:
        yield ListedAddress(phrase, "")


def _phrase(words: list[Token]) -> str:
    """Return words as a name: blanks and comments keep them apart."""
    return " ".join("".join(" " if token.kind is Kind.COMMENT else token.text for token in words).split())


def _comment(words: list[Token]) -> str:
    return next((token.text for token in reversed(words) if token.kind is Kind.COMMENT), "")


def _joined(words: list[Token]) -> str:
    return " ".join("".join(map(_written, run)) for run in _runs(words))


def _runs(words: list[Token]) -> list[list[Token]]:
    """Return words that belong together: no blank between them, or one beside a dot or an @ (section 4.4)."""
    runs: list[list[Token]] = []
    gap = True
    for token in words:
        if token.kind in (Kind.SPACE, Kind.COMMENT):
            gap = True
            continue
        if not runs or (gap and not runs[-1][-1].text.endswith((".", "@")) and not token.text.startswith((".", "@"))):
            runs.append([])
        runs[-1].append(token)
        gap = False
    return runs


def _written(token: Token) -> str:
    needs_quotes = token.kind is Kind.QUOTED and _DOT_ATOM.fullmatch(token.text) is None
    return quoted(token.text) if needs_quotes else token.text


def _is_at(token: Token) -> bool:
    return token == (Kind.SPECIAL, "@")
