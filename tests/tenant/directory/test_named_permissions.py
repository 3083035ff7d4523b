"""Permissions are read by the names that tests give them, and shown by them."""

from typing import Any

import pytest

from fakeserver.tenant.directory.named_permissions import named_permissions, shown_permissions
from fakeserver.tenant.directory.permissions import EXCHANGE_ONLINE, MICROSOFT_GRAPH

GRAPH = "https://graph.microsoft.com"


def test_bare_names_are_exchange_onlines_and_case_does_not_matter() -> None:
    names = ["openid", "ews.accessasuser.all", "SMTP.Send", f"{GRAPH}/mail.read", f"{GRAPH}/Mail.Read"]
    found = named_permissions(names)
    assert found == {
        (EXCHANGE_ONLINE, "EWS.AccessAsUser.All"),
        (EXCHANGE_ONLINE, "SMTP.Send"),
        (MICROSOFT_GRAPH, "Mail.Read"),
    }
    assert shown_permissions(found) == ["EWS.AccessAsUser.All", "SMTP.Send", f"{GRAPH}/Mail.Read"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Frobnicate", "has no permission 'Frobnicate'; it has "),
        (f"{GRAPH}/Frobnicate", "has no permission 'Frobnicate'; it has "),
        ("https://nowhere.example/x", "no resource 'https://nowhere.example' for the permission"),
    ],
)
def test_an_unknown_one_is_told_what_there_is(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        named_permissions(["SMTP.Send", name])


@pytest.mark.parametrize("name", [7, None, [], {}], ids=repr)
def test_what_is_no_text(name: Any) -> None:
    with pytest.raises(TypeError, match="is no permission's name"):
        named_permissions([name])


def test_applications_have_others() -> None:
    assert named_permissions(["full_access_as_app"], application=True) == {(EXCHANGE_ONLINE, "full_access_as_app")}
    with pytest.raises(ValueError, match="has no permission"):
        named_permissions(["full_access_as_app"])
