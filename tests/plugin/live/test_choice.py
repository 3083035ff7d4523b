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


def chosen(twin: Twin, via: str = "auto") -> Choice:
    choice = Choice(via, makers(twin))
    way = choice.way()
    assert way.position("inbox").number == 0
    way.close()
    return choice


def test_imap_comes_first(twin: Twin) -> None:
    choice = Choice("auto", makers(twin))
    assert str(choice) == "not chosen yet"
    assert str(chosen(twin)) == "imap (by trying)"
    assert twin.asked()["SyncFolderItems"] == 0


def test_without_imap_it_is_ews(twin: Twin) -> None:
    twin.tenant.user(twin.user).imap = False
    assert str(chosen(twin)) == "ews (by trying; imap said: BAD User is authenticated but not connected.)"


def test_it_is_tried_once_in_a_run(twin: Twin) -> None:
    twin.tenant.user(twin.user).imap = False
    choice = chosen(twin)
    before = twin.asked()
    choice.way().close()
    assert twin.asked() == before


def test_what_was_said_is_not_tried(twin: Twin) -> None:
    assert str(chosen(twin, "ews")) == "ews (M365_MAILBOX_VIA)"
    assert twin.asked()["AUTHENTICATE"] == 0


def test_without_both_it_is_graph(twin: Twin) -> None:
    twin.tenant.user(twin.user).imap = False
    twin.tenant.policies.ews_enabled = False
    assert str(chosen(twin)).startswith("graph (by trying; imap said: BAD User is ")


def test_where_none_lets_in_all_answers_are_told(twin: Twin) -> None:
    twin.tenant.user(twin.user).imap = False
    twin.tenant.policies.ews_enabled = False
    # A token of Exchange Online's.
    wrong = ByGraph(twin.target.graph_url, twin.user, twin.token)
    with pytest.raises(AccessRefused) as raised:
        Choice("auto", {**makers(twin), "graph": lambda: wrong}).way()
    said = str(raised.value)
    assert "imap: BAD User is authenticated but not connected.; ews: HTTP 403; graph: HTTP 401 InvalidAuth" in said


def test_where_nobody_has_consented_to_graph_the_others_are_told_too(twin: Twin) -> None:
    twin.tenant.user(twin.user).imap = False
    twin.tenant.policies.ews_enabled = False

    def unconsented() -> str:
        raise SignInRefused("signing in", "AADSTS65001: The user or administrator has not consented", 65001)

    asking = ByGraph(twin.target.graph_url, twin.user, unconsented)
    with pytest.raises(AccessRefused, match=r"imap: BAD .*; graph: AADSTS65001: "):
        Choice("auto", {**makers(twin), "graph": lambda: asking}).way()


def test_without_exchangelib_it_is_said_how_it_comes(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *more: Any, **named: Any) -> Any:
        if name.partition(".")[0] == "exchangelib":
            raise ImportError(name)
        return real(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(EwsMissing, match=r"pip install pytest-m365\[exchangelib\]"):
        twin.ews().position("inbox")
