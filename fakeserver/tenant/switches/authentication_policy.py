"""Authentication policies of Exchange: by which protocols a user may sign in with a password."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AuthenticationPolicy:
    """What `New-AuthenticationPolicy` makes: everything is blocked that is not allowed by name.

    Source: learn.microsoft.com/powershell/module/exchange/new-authenticationpolicy
    """

    name: str = "Block Basic Auth"
    #: -AllowBasicAuthImap
    allow_basic_auth_imap: bool = False
    #: -AllowBasicAuthPop
    allow_basic_auth_pop: bool = False
    #: -AllowBasicAuthSmtp
    allow_basic_auth_smtp: bool = False
    #: -AllowBasicAuthWebServices: EWS
    allow_basic_auth_web_services: bool = False
    #: -AllowBasicAuthAutodiscover
    allow_basic_auth_autodiscover: bool = False

    def allows(self, word: str) -> bool:
        """Say whether a protocol takes passwords: ``imap``, ``pop``, ``smtp``, ``web_services``, ``autodiscover``."""
        return bool(getattr(self, f"allow_basic_auth_{word}"))
