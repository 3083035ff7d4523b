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

    def __post_init__(self) -> None:
        """Take nothing that only looks like True.

        Raises:
            ValueError: something else stands for True or False.
        """
        for name, value in vars(self).items():
            if name != "name" and not isinstance(value, bool):
                raise ValueError(f"{name} takes True, False, not {value!r}")

    def allows(self, word: str) -> bool:
        """Say whether a protocol takes passwords: ``imap``, ``pop``, ``smtp``, ``web_services``, ``autodiscover``."""
        return bool(getattr(self, f"allow_basic_auth_{word}"))
