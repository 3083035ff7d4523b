"""What a SASL mechanism is: the challenges it sends, and how the responses to them make a credential."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fakeserver.tenant.access.credentials import Credential


@dataclass(frozen=True, slots=True)
class Mechanism:
    """The server's side of one mechanism."""

    #: upper case
    name: str
    #: one for each response, in base64; an initial response answers the first before it is sent
    challenges: tuple[bytes, ...]
    #: the decoded responses -> the credential; raises CredentialMalformed
    read: Callable[..., Credential]
    #: whether a failure may be explained in a challenge of its own; see ``challenge.py``
    explains_failure: bool = False


def by_name(*mechanisms: Mechanism) -> Mapping[str, Mechanism]:
    """Return what a protocol offers, by the mechanisms' names."""
    return MappingProxyType({mechanism.name: mechanism for mechanism in mechanisms})
