"""Federated identity credentials: an application trusts the tokens of another issuer instead of keeping a secret.

The fake never asks the issuer for its keys: the test gives them.

Source: learn.microsoft.com/entra/workload-id/workload-identity-federation
"""

from dataclasses import dataclass, field
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

#: What an assertion's `aud` usually says.
USUAL_AUDIENCE = "api://AzureADTokenExchange"


@dataclass(frozen=True)
class FederatedCredential:
    """One trusted issuer and the subject that stands for the application there."""

    issuer: str
    subject: str
    #: public RSA keys of the issuer, PEM
    keys_pem: tuple[str, ...] = field(repr=False)
    audience: str = USUAL_AUDIENCE

    @cached_property
    def public_keys(self) -> tuple[RSAPublicKey, ...]:
        """The issuer's keys.

        Raises:
            ValueError: a text holds no public RSA key.
        """
        keys = [load_pem_public_key(pem.encode()) for pem in self.keys_pem]
        if not all(isinstance(key, RSAPublicKey) for key in keys):
            raise ValueError("an issuer's keys must be public RSA keys")
        return tuple(key for key in keys if isinstance(key, RSAPublicKey))
