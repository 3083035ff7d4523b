"""The switches of a remote tenant: ``tenant.policies.basic_auth = True`` is set over there."""

from typing import TYPE_CHECKING, Any

from fakeserver.client.differences import missing
from fakeserver.client.link import Link
from fakeserver.client.values import to_json
from fakeserver.suggestion import suggestion
from fakeserver.tenant.switches.policies import Policies

# Type checkers know the switches by the names of the tenant's own.
if TYPE_CHECKING:
    _Switches = Policies
else:
    _Switches = object


class RemotePolicies(_Switches):
    """The tenant's switches; a misspelt name is an AttributeError that suggests the right one."""

    local = "Policies"
    rows = Policies.rows

    def __init__(self, link: Link) -> None:
        self.__dict__["_link"] = link

    def set(self, **values: object) -> None:
        """Set several switches at once.

        Raises:
            TypeError: there is no such switch; nothing is set then.
            ValueError: a switch doesn't take the value; nothing is set then, either.
        """
        for name in values:
            if name not in self.rows:
                raise TypeError(f"{Policies.holder} has no switch {name!r}{suggestion(name, sorted(self.rows))}")
        checked = {name: self.rows[name].check(value) for name, value in values.items()}
        if checked:
            self._ask("patch", body={name: to_json(name, value) for name, value in checked.items()})

    def _ask(self, method: str, **body: Any) -> dict[str, Any]:
        answer: dict[str, Any] = getattr(self.__dict__["_link"], method)("policies", **body)
        return answer

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            row = self.rows.get(name)
            if row is None:
                raise missing(self, self.local, name, self.rows)
            return row.check(self._ask("get")[name])

        def __setattr__(self, name: str, value: object) -> None:
            if name not in self.rows:
                raise missing(self, self.local, name, self.rows)
            self.set(**{name: value})

    def __repr__(self) -> str:
        now = self._ask("get")
        values = {name: row.check(now[name]) for name, row in self.rows.items()}
        changed = (f"{name}={value!r}" for name, value in values.items() if value != self.rows[name].default)
        return f"<Policies {', '.join(changed) or 'as they come'}>"
