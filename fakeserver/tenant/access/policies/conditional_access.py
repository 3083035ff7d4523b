"""Conditional Access: the tenant's policies. The rules themselves are the token service's: directory/sign_in_rules.py.

To an open door they do nothing: a policy stops a sign-in, and so the token. Passwords on IMAP, POP3, SMTP and HTTP are
sign-ins of their own, by the way "legacy" ("other clients").
"""

from fakeserver.tenant.directory.sign_in_rules import ConditionalAccessPolicy
from fakeserver.tenant.switch import Switch

SWITCH = Switch(
    "conditional_access",
    (),
    (),
    "New-MgIdentityConditionalAccessPolicy; Entra admin center: Protection > Conditional Access > Policies",
    "Policies that block a sign-in or ask more of it; basic authentication is the way 'legacy'.",
    "learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-policies",
    listed=ConditionalAccessPolicy,
)
