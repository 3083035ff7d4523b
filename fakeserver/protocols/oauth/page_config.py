"""What the sign-in pages tell the scripts of the real ones, for programs that sign in by them without a browser.

Such a program takes ``$Config`` off the page, asks which credential an account has, and posts the forms itself; where a
second factor is asked for, it begins and ends that by two requests of its own.

Source: github mguessan/davmail `O365Authenticator.java`, which reads the real pages so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import uuid4

#: The real page's numbers of its kind and of its action, which go back as they came.
_OF_THE_PAGE = {"hpgid": 1104, "hpgact": 1800}
#: the one way that a second factor is shown here
SECOND_FACTOR = "PhoneAppNotification"
#: the form's fields, and its name for each, in which a program sends back what the page has told it of the sign-in
REQUEST_TOKENS = ("flowToken", "ctx", "request", "canary")


def comment(told: Mapping[str, object]) -> str:
    """Return ``$Config`` as a comment: these pages have no scripts, and whoever reads it off finds it by its name."""
    text = json.dumps(told, separators=(",", ":")).replace("<", "\\u003c").replace(">", "\\u003e")
    return f"<!--\n$Config={text};\n-->"


def of_form(action: str, flow: str, told: Mapping[str, object]) -> dict[str, object]:
    """Return what the page of a form tells.

    Args:
        action: where the form goes.
        flow: names the sign-in; on the real service each of these is another text, which only that service reads.
        told: what this page has beside, or instead.
    """
    authority = action.strip("/").partition("/")[0]
    return {
        "urlPost": action,
        "urlGetCredentialType": f"/{authority}/GetCredentialType",
        "sFTName": "flowToken",
        "sFT": flow,
        "sCtx": flow,
        "canary": flow,
        "apiCanary": flow,
        "correlationId": str(uuid4()),
        "sessionId": str(uuid4()),
        "pgid": "ConvergedSignIn",
        **_OF_THE_PAGE,
        **told,
    }
