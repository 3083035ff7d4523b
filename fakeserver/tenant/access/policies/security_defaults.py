"""Security defaults: Microsoft's ready-made rules for tenants without Conditional Access.

At the token service they ask everybody for a second factor; see `directory/sign_in_rules.py`.
"""

from fakeserver.tenant.switch import Switch

SWITCH = Switch(
    "security_defaults",
    False,
    (True, False),
    "Update-MgPolicyIdentitySecurityDefaultEnforcementPolicy -IsEnabled",
    "A password alone gets no token; basic authentication is refused.",
    "learn.microsoft.com/entra/fundamentals/security-defaults",
)
