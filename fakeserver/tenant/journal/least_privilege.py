"""Which permissions an application has asked for and been given, and which of them have opened anything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fakeserver.tenant.journal.permissions import Demand, PermissionUse


@dataclass(frozen=True)
class LeastPrivilege:
    """Permissions by what became of them, each sorted by name.

    Attributes:
        asked: those that the program named in a request for a token.
        held: those of the tokens that it was given or has shown.
        used: permission -> the protocols that it has opened.
        unused: those that were asked for or held, and have opened nothing.
        elsewhere: those of other resources than Exchange Online, of which nothing is known here.
    """

    asked: tuple[str, ...]
    held: tuple[str, ...]
    used: Mapping[str, tuple[str, ...]]
    unused: tuple[str, ...]
    elsewhere: tuple[str, ...]

    def __str__(self) -> str:
        width = max(map(len, (*self.used, *self.unused, *self.elsewhere)), default=0)
        rows = [f"{name:{width}}  used: {', '.join(by)}" for name, by in self.used.items()]
        rows += [f"{name:{width}}  not used, {self._where_from(name)}" for name in self.unused]
        rows += [f"{name:{width}}  not judged: it opens nothing of Exchange Online" for name in self.elsewhere]
        return "\n".join(rows) or "no permission was asked for, and no token was shown"

    __repr__ = __str__

    def _where_from(self, name: str) -> str:
        if name in self.asked:
            return "asked for by name" + ("" if name in self.held else ", and in no token")
        return "in a token (.default asks for all that was consented to)"


def least_privilege(uses: Iterable[PermissionUse], demands: Iterable[Demand]) -> LeastPrivilege:
    """Say which permissions were asked for, held and used."""
    uses, demands = list(uses), list(demands)
    asked = frozenset().union(*(demand.asked for demand in demands))
    held = frozenset().union(*(demand.given for demand in demands), *(use.held for use in uses))
    protocols: dict[str, list[str]] = {}
    for use in uses:
        opened = protocols.setdefault(use.permission, [])
        if use.protocol not in opened:
            opened.append(use.protocol)
    protocols.pop("", None)
    used = {name: tuple(sorted(protocols[name])) for name in sorted(protocols)}
    rest = sorted((asked | held) - used.keys())
    return LeastPrivilege(
        asked=tuple(sorted(asked)),
        held=tuple(sorted(held)),
        used=used,
        unused=tuple(name for name in rest if "/" not in name),
        elsewhere=tuple(name for name in rest if "/" in name),
    )
