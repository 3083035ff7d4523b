"""Rules about how users sign in: security defaults, Conditional Access, the lifetimes of tokens.

Conditional Access in its simple parts: who, for which resource, by which application, in which way, from where; and
block, ask for a second factor, or ask for a device state that no program on the fake can prove.

Source: learn.microsoft.com/entra/identity/conditional-access (concept-conditional-access-policies, -grant, -session),
/entra/fundamentals/security-defaults, /entra/identity-platform/configurable-token-lifetimes
"""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import (
    BlockedByConditionalAccess,
    BlockedBySecurityDefaults,
    DeviceNotCompliant,
    DeviceNotJoined,
    DeviceNotManaged,
    MfaEnrolmentMissed,
    MfaEnrolmentRequired,
    MfaExpired,
    MfaMissed,
    MfaRequired,
    SignInTooOld,
    TermsNotAccepted,
)
from fakeserver.tenant.switches.conditional_access import ConditionalAccessPolicy, Way
from fakeserver.tenant.switches.policies import Policies

#: Seconds: what `AccessTokenLifetime` takes.
MIN_LIFETIME, MAX_LIFETIME = 600, 86400
#: Seconds: a user who must sign in every time is not asked more often than that
#: (learn.microsoft.com/entra/identity/conditional-access/concept-session-lifetime).
EVERY_TIME = 300


@dataclass(frozen=True)
class Attempt:
    """A sign-in that the rules are checked for."""

    user: User
    client_id: str
    #: app id of the resource
    resource_id: str
    way: Way
    ip_address: str = "127.0.0.1"
    #: whether a second factor was shown
    mfa: bool = False
    #: seconds since the epoch: when the user signed in, and now
    signed_in_at: float = 0.0
    now: float = 0.0
    #: whether the sign-in is over and its code is redeemed, so that nothing can be asked any more
    redeemed: bool = False
    #: whether the password came to the v1.0 endpoint
    old_endpoint: bool = False


#: grant that asks for something no program here can prove -> the refusal
_DEVICES: dict[str, type[DeviceNotCompliant | DeviceNotJoined | DeviceNotManaged]] = {
    "compliant_device": DeviceNotCompliant,
    "domain_joined_device": DeviceNotJoined,
    "managed_device": DeviceNotManaged,
}


class SignInRules:
    """The rules of one tenant.

    Attributes:
        accepted_terms: who has accepted which policy's terms of use: (policy id, object id of the user).
    """

    def __init__(self, policies: Policies, groups_of: Callable[[str], frozenset[str]]) -> None:
        """Take the tenant's switches, and what returns names and object ids of a user's groups by the user's id."""
        self.accepted_terms: set[tuple[str, str]] = set()
        self._policies = policies
        self._groups_of = groups_of
        self._access_token_lifetime: int | None = None

    @property
    def access_token_lifetime(self) -> int | None:
        """Seconds that delegated access tokens live; None: drawn between 60 and 90 minutes, as it usually is."""
        return self._access_token_lifetime

    @access_token_lifetime.setter
    def access_token_lifetime(self, seconds: int | None) -> None:
        """Set it for tokens that are issued from now on.

        Raises:
            ValueError: less than ten minutes or more than a day.
        """
        if seconds is not None and not MIN_LIFETIME <= seconds <= MAX_LIFETIME:
            limits = f"from {MIN_LIFETIME} to {MAX_LIFETIME}"
            raise ValueError(f"access tokens live {limits} seconds, not {seconds}")
        self._access_token_lifetime = seconds

    def check(self, attempt: Attempt) -> None:
        """Refuse an attempt that a rule forbids.

        Raises:
            BlockedByConditionalAccess (DeviceNotCompliant, DeviceNotJoined, DeviceNotManaged),
            BlockedBySecurityDefaults.
            MfaRequired (MfaEnrolmentRequired, MfaExpired, MfaMissed, MfaEnrolmentMissed), SignInTooOld,
            TermsNotAccepted: something is asked for and was not shown; the sign-in page asks.
        """
        for policy in self._fitting(attempt):
            self._apply(policy, attempt)
        if attempt.mfa:
            return
        if attempt.user.mfa != "none":
            raise _second_factor(attempt)
        if self._policies.security_defaults:
            # Assumption: a password at the v1.0 endpoint counts as legacy authentication, which security defaults
            # block; everybody else must register a second factor.
            if attempt.way == "legacy" or attempt.old_endpoint:
                raise BlockedBySecurityDefaults(user=attempt.user.upn, policy="security defaults")
            raise _second_factor(attempt, enrol=True, policy="security defaults")

    def _fitting(self, attempt: Attempt) -> list[ConditionalAccessPolicy]:
        """Return the policies that apply to an attempt, those that block first: they win over every other."""
        known = self._policies.conditional_access
        groups = self._groups_of(attempt.user.object_id) if known else frozenset()
        fitting = [policy for policy in known if _fits(policy, attempt, groups)]
        return sorted(fitting, key=lambda policy: policy.grant != "block")

    def _apply(self, policy: ConditionalAccessPolicy, attempt: Attempt) -> None:
        user, name = attempt.user, policy.name
        if policy.grant == "block":
            raise BlockedByConditionalAccess(user=user.upn, policy=name, claims=policy.claims("capolids"))
        if policy.grant in _DEVICES:
            raise _DEVICES[policy.grant](user=user.upn, policy=name, state="unregistered")
        if policy.grant == "terms_of_use" and (policy.policy_id, user.object_id) not in self.accepted_terms:
            raise TermsNotAccepted(user=user.upn, resource=attempt.resource_id, policy=name, policy_id=policy.policy_id)
        too_old = _is_too_old(policy, attempt)
        if policy.grant == "mfa":
            if not attempt.mfa:
                raise _second_factor(attempt, policy=name, claims=policy.claims("polids"))
            if too_old:
                raise MfaExpired(
                    user=user.upn, resource=attempt.resource_id, policy=name, claims=policy.claims("polids")
                )
        elif too_old:
            raise SignInTooOld(
                user=user.upn,
                policy=name,
                issued_at=f"{attempt.signed_in_at:.0f}",
                seconds=str(policy.sign_in_frequency),
            )


def _fits(policy: ConditionalAccessPolicy, attempt: Attempt, groups: frozenset[str]) -> bool:
    """Say whether a policy applies to this attempt.

    Args:
        groups: names and object ids of the user's groups.
    """
    names = {attempt.user.upn, attempt.user.object_id}
    return (
        policy.enabled
        and (not (policy.users or policy.groups) or bool(policy.users & names or policy.groups & groups))
        and not policy.excluded_users & names
        and not policy.excluded_groups & groups
        and (not policy.resources or attempt.resource_id in policy.resources)
        and (not policy.applications or attempt.client_id in policy.applications)
        and (not policy.ways or attempt.way in policy.ways)
        and (not policy.networks or _is_in(attempt.ip_address, policy.networks))
        and not _is_in(attempt.ip_address, policy.excluded_networks)
    )


def _second_factor(attempt: Attempt, *, enrol: bool = False, policy: str = "", claims: str = "") -> MfaRequired:
    """Return the refusal that asks for a second factor, or to register one first."""
    if enrol or attempt.user.mfa == "enrol":
        kind: type[MfaRequired] = MfaEnrolmentMissed if attempt.redeemed else MfaEnrolmentRequired
    else:
        kind = MfaMissed if attempt.redeemed else MfaRequired
    asked_by = f"user.mfa is {attempt.user.mfa!r}"
    if policy:
        asked_by = f"policy: {policy}" if enrol else f"Conditional Access policy: {policy}"
    return kind(user=attempt.user.upn, resource=attempt.resource_id, policy=policy, claims=claims, asked_by=asked_by)


def _is_too_old(policy: ConditionalAccessPolicy, attempt: Attempt) -> bool:
    """Say whether the sign-in is older than the policy's session control allows."""
    if policy.sign_in_frequency is None or attempt.way == "password":
        return False
    return attempt.now - attempt.signed_in_at > (policy.sign_in_frequency or EVERY_TIME)


def _is_in(address: str, networks: frozenset[str]) -> bool:
    try:
        here = ip_address(address)
    except ValueError:
        return False
    return any(here in ip_network(network, strict=False) for network in networks)
