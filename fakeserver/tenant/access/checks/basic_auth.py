"""Basic authentication: a user name and a password instead of a token. First the service, then the policies.

The order is the service's: what it does not offer at all, then the authentication policy (before the password is
looked at), then the password, and then what Entra ID asks after it: security defaults, Conditional Access, a second
factor.
"""

from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import BasicAuthBlockedByPolicy, BasicAuthDisabled, BasicSubmissionRetired
from fakeserver.tenant.switches.authentication_policy import AuthenticationPolicy


def check_basic_auth(
    allowed: bool | str,
    smtp_refusal: str,
    default_policy: AuthenticationPolicy | None,
    protocol: Protocol,
    name: str,
    user: User | None,
) -> None:
    """Refuse a password where only tokens are taken, before it is looked at.

    Args:
        allowed, smtp_refusal, default_policy: the tenant's switches `basic_auth`, `basic_smtp_refusal` and
            `default_authentication_policy`.
        name: the user name as it was sent.
        user: whose it is, if anybody's.

    Raises:
        BasicAuthDisabled: the service takes none (BasicSubmissionRetired on SMTP with 5.7.30).
        BasicAuthBlockedByPolicy: the user's authentication policy, or the organization's, says no.
    """
    requirements = REQUIREMENTS[protocol]
    if allowed not in requirements.basic_auth:
        retired = requirements.has_retirement_refusal and smtp_refusal == "5.7.30"
        raise (BasicSubmissionRetired if retired else BasicAuthDisabled)(protocol=protocol.value, user=name)
    own = None if user is None else user.authentication_policy
    policy = own or default_policy
    word, parameter = requirements.policy_word, requirements.policy_parameter
    if policy is not None and not policy.allows(word):
        raise BasicAuthBlockedByPolicy(
            protocol=protocol.value, user=name, policy=policy.name, parameter=parameter, argument=word
        )
