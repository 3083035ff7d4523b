"""All switches of a tenant in one object, set by assignment: ``tenant.policies.basic_auth = True``."""

from fakeserver.tenant.access.policies import (
    basic_auth,
    error_separator,
    ews_enabled,
    revocation,
    security_defaults,
    smtp_auth,
)
from fakeserver.tenant.access.policies.switch import Switch
from fakeserver.tenant.watched import Watched, suggestion

#: Every switch, by name.
SWITCHES: dict[str, Switch] = {
    module.SWITCH.name: module.SWITCH
    for module in (basic_auth, smtp_auth, ews_enabled, revocation, security_defaults, error_separator)
}


class Policies(Watched):
    """The tenant's switches; a misspelt name is an AttributeError that suggests the right one."""

    basic_auth: bool
    smtp_auth: bool
    ews_enabled: bool | None
    strict_revocation: bool
    security_defaults: bool
    error_separator: str

    def __init__(self) -> None:
        self.__dict__["generation"] = 0
        self.__dict__.update({name: switch.default for name, switch in SWITCHES.items()})

    def __setattr__(self, name: str, value: object) -> None:
        switch = SWITCHES.get(name)
        if switch is not None and value not in switch.values:
            raise ValueError(f"{name} takes {', '.join(map(repr, switch.values))}, not {value!r}")
        super().__setattr__(name, value)

    @staticmethod
    def names() -> frozenset[str]:
        """Return the names of all switches."""
        return frozenset(SWITCHES)

    def set(self, **switches: object) -> None:
        """Set several switches at once.

        Raises:
            TypeError: there is no such switch; nothing is set then.
            ValueError: a switch doesn't take the value.
        """
        for name in switches:
            if name not in SWITCHES:
                raise TypeError(f"the tenant has no switch {name!r}{suggestion(name, sorted(SWITCHES))}")
        for name, value in switches.items():
            setattr(self, name, value)

    def __getattr__(self, name: str) -> object:
        raise AttributeError(f"Policies has no {name!r}{suggestion(name, sorted(SWITCHES))}", name=name, obj=self)

    def __repr__(self) -> str:
        return f"<Policies {', '.join(f'{name}={getattr(self, name)!r}' for name in SWITCHES)}>"
