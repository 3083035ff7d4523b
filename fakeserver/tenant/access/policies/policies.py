"""All switches of a tenant in one object, set by assignment: ``tenant.policies.basic_auth = True``."""

from fakeserver.suggestion import suggestion
from fakeserver.tenant.access.policies import (
    app_only,
    basic_auth,
    conditional_access,
    error_separator,
    ews_access,
    ews_user_agents,
    front_ends,
    revocation,
    security_defaults,
    smtp_auth,
)
from fakeserver.tenant.directory.authentication_policy import AuthenticationPolicy
from fakeserver.tenant.directory.sign_in_rules import ConditionalAccessPolicy
from fakeserver.tenant.switch import Switch
from fakeserver.tenant.watched import Watched

#: Every switch, by name.
SWITCHES: dict[str, Switch] = {
    switch.name: switch
    for switch in (
        basic_auth.BASIC_AUTH,
        basic_auth.BASIC_SMTP_REFUSAL,
        basic_auth.DEFAULT_AUTHENTICATION_POLICY,
        security_defaults.SWITCH,
        conditional_access.SWITCH,
        revocation.SWITCH,
        smtp_auth.SWITCH,
        app_only.SWITCH,
        ews_access.EWS_ENABLED,
        ews_access.EWS_ALLOWED_APP_IDS,
        *ews_user_agents.SWITCHES,
        *front_ends.SWITCHES,
        error_separator.SWITCH,
    )
}
_DEFAULTS = {name: switch.default for name, switch in SWITCHES.items()}


class Policies(Watched):
    """The tenant's switches; a misspelt name is an AttributeError that suggests the right one."""

    basic_auth: bool | str
    basic_smtp_refusal: str
    default_authentication_policy: AuthenticationPolicy | None
    security_defaults: bool
    conditional_access: tuple[ConditionalAccessPolicy, ...]
    strict_revocation: bool
    smtp_auth: bool
    app_only_mail_protocols: bool
    ews_enabled: bool | None
    ews_allowed_app_ids: tuple[str, ...] | None
    ews_application_access_policy: str | None
    ews_allow_list: tuple[str, ...] | None
    ews_block_list: tuple[str, ...] | None
    ews_allow_outlook: bool | None
    ews_allow_mac_outlook: bool | None
    ews_allow_entourage: bool | None
    imap_generation: str
    imap_greeting: str
    imap_special_use: bool
    pop_one_line_auth: bool
    sasl_failure_challenge: bool
    send_as_refusal: str
    error_separator: str

    def __init__(self) -> None:
        self.__dict__["generation"] = 0
        self.__dict__.update(_DEFAULTS)

    def _checked(self, name: str, value: object) -> object:
        switch = SWITCHES.get(name)
        return value if switch is None else switch.check(value)

    @staticmethod
    def names() -> frozenset[str]:
        """Return the names of all switches."""
        return frozenset(SWITCHES)

    def set(self, **switches: object) -> None:
        """Set several switches at once.

        Raises:
            TypeError: there is no such switch; nothing is set then.
            ValueError: a switch doesn't take the value; nothing is set then, either.
        """
        for name in switches:
            if name not in SWITCHES:
                raise TypeError(f"the tenant has no switch {name!r}{suggestion(name, SWITCHES)}")
        checked = {name: SWITCHES[name].check(value) for name, value in switches.items()}
        for name, value in checked.items():
            setattr(self, name, value)

    def __getattr__(self, name: str) -> object:
        raise AttributeError(f"Policies has no {name!r}{suggestion(name, SWITCHES)}", name=name, obj=self)

    def __repr__(self) -> str:
        changed = (f"{name}={getattr(self, name)!r}" for name in SWITCHES if getattr(self, name) != _DEFAULTS[name])
        return f"<Policies {', '.join(changed) or 'as they come'}>"
