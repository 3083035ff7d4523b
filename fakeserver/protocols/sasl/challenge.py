"""The failure challenge: what other services send before they refuse XOAUTH2, JSON in base64.

Exchange Online sends none (no recorded session shows one) and refuses at once; `policies.sasl_failure_challenge` turns
it on, to test that a client takes both. The client answers it with an empty response, and the refusal follows.

Source: developers.google.com/workspace/gmail/imap/xoauth2-protocol (error response); RFC 7628 section 3.2.2.
"""

import base64
import json

from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.directory.permissions import EXCHANGE_ADDRESS
from fakeserver.tenant.refusals import CredentialMalformed, Refusal


def failure_challenge(protocol: Protocol, refusal: Refusal) -> bytes:
    """Return the challenge in base64: status 400 for what cannot be read, else 401."""
    status = "400" if isinstance(refusal, CredentialMalformed) else "401"
    scope = f"{EXCHANGE_ADDRESS}/{REQUIREMENTS[protocol].scope}"
    explanation = {"status": status, "schemes": "Bearer", "scope": scope}
    return base64.b64encode(json.dumps(explanation, separators=(",", ":")).encode())
