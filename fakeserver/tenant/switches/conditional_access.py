"""Conditional Access policies: who, for which resource, by which application and way, from where; and what then.

What is asked of a sign-in because of them stands in `directory/sign_in_rules.py`. They do not affect an open session: a
policy refuses a sign-in, and so the token. A password on IMAP, POP3, SMTP or HTTP is a sign-in of its own, by the way
"legacy" ("other clients").

Source: learn.microsoft.com/entra/identity/conditional-access (concept-conditional-access-policies, -grant, -session)
"""

import json
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Literal, get_args

from fakeserver.suggestion import suggestion

#: By which way a user comes: at the sign-in page, by a password in a token request, by a device code, by a refresh
#: token, through an API (on-behalf-of); "legacy" is a password on IMAP, POP3, SMTP or HTTP ("other clients").
Way = Literal["page", "password", "device_code", "refresh_token", "on_behalf_of", "legacy"]
#: What a policy does with those whom it fits.
Grant = Literal["block", "mfa", "compliant_device", "domain_joined_device", "managed_device", "terms_of_use"]

_WAYS: frozenset[str] = frozenset(get_args(Way))
_GRANTS: frozenset[str] = frozenset(get_args(Grant))
#: Fields that hold sets.
_CONDITIONS = (
    "users", "excluded_users", "groups", "excluded_groups", "resources", "applications", "ways", "networks",
    "excluded_networks",
)  # fmt: skip


@dataclass
class ConditionalAccessPolicy:
    """One policy. A condition that is left empty fits everything; all must fit."""

    name: str
    grant: Grant | None = "block"
    #: sign-in names or object ids
    users: frozenset[str] = frozenset()
    excluded_users: frozenset[str] = frozenset()
    #: display names or object ids of groups; `users` and `groups` together are those whom it is about
    groups: frozenset[str] = frozenset()
    excluded_groups: frozenset[str] = frozenset()
    #: app ids of resources ("cloud apps"), such as Exchange Online's
    resources: frozenset[str] = frozenset()
    #: client ids of applications
    applications: frozenset[str] = frozenset()
    ways: frozenset[Way] = frozenset()
    #: networks that it is about, and trusted ones that it is not about: ``203.0.113.0/24``
    networks: frozenset[str] = frozenset()
    excluded_networks: frozenset[str] = frozenset()
    #: seconds after which a user must sign in again (session control "sign-in frequency"); 0: every time, which means
    #: after five minutes; None: never
    sign_in_frequency: int | None = None
    policy_id: str = ""
    enabled: bool = True

    def __post_init__(self) -> None:
        """Take lists for sets.

        Raises:
            ValueError: there is no such way or grant; the text suggests the right one. Or the frequency is negative,
                or a network is none, or a value is of another type.
        """
        for name in _CONDITIONS:
            value = getattr(self, name)
            texts = [value] if isinstance(value, str) else value
            if not isinstance(texts, list | tuple | set | frozenset) or not all(isinstance(one, str) for one in texts):
                raise ValueError(f"{name} takes a list of str, not {value!r}")
            setattr(self, name, frozenset(texts))
        if not isinstance(self.enabled, bool):
            raise ValueError(f"enabled takes True, False, not {self.enabled!r}")
        if self.sign_in_frequency is not None and type(self.sign_in_frequency) is not int:
            raise ValueError(f"sign_in_frequency takes seconds, not {self.sign_in_frequency!r}")
        for way in self.ways - _WAYS:
            raise ValueError(f"no way {way!r} to sign in{suggestion(way, sorted(_WAYS))}")
        for network in self.networks | self.excluded_networks:
            ip_network(network, strict=False)  # now, rather than at the next sign-in
        if self.sign_in_frequency is not None and self.sign_in_frequency < 0:
            raise ValueError(f"sign_in_frequency is {self.sign_in_frequency} seconds; 0 means every time")
        # A list, not the set: what is compared may be a list itself.
        if self.grant is not None and self.grant not in (grants := sorted(_GRANTS)):
            raise ValueError(f"no grant {self.grant!r}{suggestion(str(self.grant), grants)}")

    def claims(self, member: str) -> str:
        """Return the claims request that an error carries: `capolids` of a block, `polids` of a demand."""
        wanted = {"access_token": {member: {"essential": True, "values": [self.policy_id]}}}
        return json.dumps(wanted, separators=(",", ":"))
