"""A run of pytest that is led to a twin and has a fake of its own, in this order; `test_twin.py` starts it.

What the twin is called stands in the environment, as it does for a live run.
"""

import os
import subprocess
import sys
import warnings
from collections.abc import Mapping
from imaplib import IMAP4_SSL

import msal
import pytest

from pytest_m365 import Redirect, Target
from pytest_m365.mailbox import Mailbox

pytestmark = pytest.mark.filterwarnings("ignore:This API has been deprecated:DeprecationWarning")

SCOPES = ["https://outlook.office365.com/IMAP.AccessAsUser.All"]
#: as the environment has it when the run begins; the redirect's children get another
TWIN = {name: os.environ.get(f"M365_{name}", "") for name in ("TENANT_ID", "CLIENT_ID", "USERNAME", "PASSWORD")}
CHILD = (
    f"import os, sys; sys.path.append({os.path.dirname(__file__)!r}); import test_beside as run; print(run.tenant_of())"
)


def tenant_of(who: Mapping[str, str] | None = None, authority: str = "") -> str:
    """Sign in, by default at the real name as the environment says it; return the id of the tenant that answered."""
    who = TWIN if who is None else who
    app = msal.PublicClientApplication(
        who["CLIENT_ID"],
        authority=authority or f"https://login.microsoftonline.com/{who['TENANT_ID']}",
        # Asked of the real name whether it knows the fake's, the twin says no, as the service would.
        instance_discovery=False if authority else None,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        answer = app.acquire_token_by_username_password(who["USERNAME"], who["PASSWORD"], SCOPES)
    found: str = answer["id_token_claims"]["tid"]
    return found


def of(m365: Target) -> dict[str, str]:
    """Return how to sign in to the fake, as `TWIN` says it of the twin."""
    found = (m365.tenant_id, m365.public_app.client_id, m365.username, m365.password)
    return dict(zip(TWIN, found, strict=True))


def test_the_twin_before_any_fake() -> None:
    assert tenant_of() == TWIN["TENANT_ID"]


def test_the_fake_by_its_own_address(m365: Target, m365_mailbox: Mailbox, m365_imap: IMAP4_SSL) -> None:
    m365_mailbox.deliver(subject="Of the fake")
    m365_imap.select("INBOX")
    assert m365_imap.search(None, "ALL")[1] == [b"1"]
    assert tenant_of(of(m365), m365.authority) == m365.tenant_id != TWIN["TENANT_ID"]


def test_the_twin_beside_the_fake(m365: Target) -> None:
    assert tenant_of() == TWIN["TENANT_ID"] != m365.tenant_id


def test_the_redirect_leads_to_the_fake(m365: Target, m365_redirect: Redirect) -> None:
    assert tenant_of(of(m365)) == m365.tenant_id
    with pytest.raises(ValueError, match="Unable to get authority configuration"):
        tenant_of()


def test_children_of_the_redirect_are_led_to_the_fake(m365: Target, m365_redirect: Redirect) -> None:
    assert m365_redirect.run([sys.executable, "-c", CHILD]).stdout.strip() == m365.tenant_id


def test_the_twin_after_the_fake() -> None:
    assert tenant_of() == TWIN["TENANT_ID"]


def test_children_find_the_twin_after_the_fake() -> None:
    done = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == TWIN["TENANT_ID"]
