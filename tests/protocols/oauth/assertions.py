"""Client assertions, right but for what a test changes."""

import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.protocols.oauth.client import BASE, Entra

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def assertion(
    entra: Entra, app: Any, key: rsa.RSAPrivateKey, header: dict[str, Any] | None = None, **claims: Any
) -> str:
    now = int(time.time())
    usual = {
        "aud": f"{BASE}/{entra.tenant.tenant_id}/oauth2/v2.0/token",
        "iss": app.client_id,
        "sub": app.client_id,
        "jti": "1f0c",
        "nbf": now,
        "exp": now + 600,
    }
    content = {name: value for name, value in (usual | claims).items() if value is not None}
    fields = {"alg": "PS256", "x5t#S256": app.certificates[0].x5t_s256 if app.certificates else "", **(header or {})}
    # Not jwt.encode, which refuses to write what is to be refused here.
    return jwt.PyJWS().encode(json.dumps(content).encode(), key, algorithm=fields.pop("alg"), headers=fields)


def ask(entra: Entra, app: Any, text: str, **form: Any) -> Any:
    usual = {"client_id": app.client_id, "client_secret": "", "client_assertion": text, "client_assertion_type": TYPE}
    return entra.daemon(**(usual | form))


def under_another_algorithm(text: str, algorithm: str) -> str:
    """Return an assertion with another `alg`; the signature is that of the old header."""
    header, rest = text.split(".", 1)
    fields = json.loads(urlsafe_b64decode(header + "=="))
    header = urlsafe_b64encode(json.dumps(fields | {"alg": algorithm}).encode()).rstrip(b"=").decode()
    return f"{header}.{rest}"
