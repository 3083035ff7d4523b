"""Which way leads to the mailbox."""

import builtins
from collections.abc import Callable
from typing import Any

import pytest

from pytest_m365.live.by_graph import ByGraph
from pytest_m365.live.choice import Choice
from pytest_m365.live.errors import AccessRefused, SignInRefused
from pytest_m365.live.ews_session import EwsMissing
from pytest_m365.live.way import Way
from tests.plugin.live.world import Twin


def makers(twin: Twin) -> dict[str, Callable[[], Way]]:
    return {"imap": twin.imap, "ews": twin.ews, "graph": twin.graph}


def chosen(twin: Twin, via: str = "auto", ways: dict[str, Callable[[], Way]] | None = None) -> Choice:
    choice = Choice(via, ways or makers(twin))
    way = choice.way()
    assert way.position("inbox").number == 0
    way.close()
    return choice


def unconsented() -> str:
    raise SignInRefused("signing in", "AADSTS65001: The user or administrator has not consented", 65001)


def without_graph(twin: Twin) -> dict[str, Callable[[], Way]]:
    """Return the ways where nobody has consented to Microsoft Graph."""
    return makers(twin) | {"graph": lambda: ByGraph(twin.target.graph_url, twin.user, unconsented)}


def test_graph_comes_first(twin: Twin) -> None:
    choice = Choice("auto", makers(twin))
    assert str(choice) == "not chosen yet"
    assert str(chosen(twin)) == "graph (by trying)"
    assert (twin.asked()["AUTHENTICATE"], twin.asked()["SyncFolderItems"]) == (0, 0)


def test_without_consent_to_graph_it_is_imap(twin: Twin) -> None:
    said = "AADSTS65001: The user or administrator has not consented"
    assert str(chosen(twin, ways=without_graph(twin))) == f"imap (by trying; graph said: {said})"


def test_without_either_it_is_ews(twin: Twin) -> None:
    twin.tenant.user(twin.user).imap = False
    found = str(chosen(twin, ways=without_graph(twin)))
    assert found.endswith("imap said: BAD User is authenticated but not connected.)")
    assert found.startswith("ews (by trying; graph said: AADSTS65001: ")


def test_it_is_tried_once_in_a_run(twin: Twin) -> None:
    twin.tenant.user(twin.user).imap = False
    choice = chosen(twin, ways=without_graph(twin))
    before = twin.asked()
    choice.way().close()
    assert twin.asked() == before


def test_what_was_said_is_not_tried(twin: Twin) -> None:
    assert str(chosen(twin, "ews")) == "ews (M365_MAILBOX_VIA)"
    assert twin.asked()["AUTHENTICATE"] == 0


def test_where_none_lets_in_all_answers_are_told(twin: Twin) -> None:
    twin.tenant.user(twin.user).imap = False
    twin.tenant.policies.ews_enabled = False
    # A token of Exchange Online's.
    wrong = ByGraph(twin.target.graph_url, twin.user, twin.token)
    with pytest.raises(AccessRefused) as raised:
        Choice("auto", {**makers(twin), "graph": lambda: wrong}).way()
    said = str(raised.value)
    assert "graph: HTTP 401 InvalidAuth" in said
    assert "imap: BAD User is authenticated but not connected.; ews: HTTP 403" in said


def test_where_nobody_has_consented_to_graph_the_others_are_told_too(twin: Twin) -> None:
    twin.tenant.user(twin.user).imap = False
    twin.tenant.policies.ews_enabled = False

    with pytest.raises(AccessRefused, match=r"graph: AADSTS65001: .*; imap: BAD "):
        Choice("auto", without_graph(twin)).way()


def test_without_exchangelib_it_is_said_how_it_comes(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *more: Any, **named: Any) -> Any:
        if name.partition(".")[0] == "exchangelib":
            raise ImportError(name)
        return real(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(EwsMissing, match=r"pip install pytest-m365\[exchangelib\]"):
        twin.ews().position("inbox")
