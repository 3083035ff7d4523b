"""Tokens that are good, and for somebody else: an id_token, and tokens for Microsoft Graph."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from fakeserver.xoauth2 import xoauth2
from pytest_m365.contract.asking.doors import respond
from pytest_m365.contract.promise import Ask, Perform, Table
from pytest_m365.contract.promises.answers import NO
from pytest_m365.contract.promises.autodiscover import pox
from pytest_m365.contract.promises.ews_asks import INBOX, get_folder
from pytest_m365.contract.promises.ews_sign_in import invalid_token
from pytest_m365.contract.promises.token_endpoint import by_password, post, said
from pytest_m365.contract.terms import Known, NotAsked

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

EWS, AUTODISCOVER, IMAP, POP3, SMTP = (
    *(Table("EWS"), Table("Autodiscover")),
    *(Table("IMAP"), Table("POP3"), Table("SMTP")),
)
TABLES = (EWS, AUTODISCOVER, IMAP, POP3, SMTP)


def _audience(shown: str) -> str:
    return invalid_token(
        f'2000003;reason="The audience claim value is invalid \'{shown}\'.";error_category="invalid_resource"'
    )


def _id_token(asker: Asker) -> str:
    answer = post(asker, by_password(scope="openid")(asker))
    reply = json.loads(answer.body) if answer.status == 200 else {}
    if "id_token" not in reply:
        raise NotAsked(f"signing in with the password gives no id_token: {said(answer)[-1]}")
    return asker.know_secret(str(reply["id_token"]))


def _graph(asker: Asker) -> str:
    if asker.acts_as_app:
        raise NotAsked("the run signs in as an application, and this is about a user")
    return asker.know_secret(asker.target.token("https://graph.microsoft.com/User.Read"))


def _graph_app(asker: Asker) -> str:
    if asker.daemon_app is None:
        raise NotAsked("the run has no application that acts by itself")
    return asker.know_secret(asker.target.app_token("https://graph.microsoft.com/.default", app=asker.daemon_app))


def _shown(table: Table, made: Callable[[Asker], str]) -> Perform:
    """Return what shows such a token to a protocol."""
    if table is EWS:
        return lambda asker: asker.ews(get_folder(INBOX), token=made(asker)).answer.front_end()
    if table is AUTODISCOVER:
        return lambda asker: pox(asker, made(asker)).front_end()
    return lambda asker: respond(asker, table.protocol, xoauth2(asker.user, made(asker)))


_GRAPH_SEEN: dict[str, Known] = {
    "EWS": ("T", "graph-docs, ews-managed-api"),
    "Autodiscover": ("I", "graph-docs, ews-managed-api"),
    "IMAP": ("T*", "oauth2-proxy"),
    "POP3": ("D", "IPS"),
    "SMTP": ("T*", "oauth2-proxy"),
}
_ID_TOKEN_SEEN: dict[str, Known] = {
    "EWS": ("I", "EWSINS"),
    "Autodiscover": ("I", "EWSINS"),
    "IMAP": ("D", "IPS, logs"),
    "POP3": ("D", "IPS"),
    "SMTP": ("D", "IPS, logs"),
}
for _name, _title, _made, _known, _audiences in (
    ("id-token", "an id_token in the place of the access token", _id_token, _ID_TOKEN_SEEN, ["<guid>"]),
    ("graph", "a user's token for Microsoft Graph", _graph, _GRAPH_SEEN, ["<url>", "<guid>"]),
    ("graph-app-only", "an application's token for Microsoft Graph", _graph_app, _GRAPH_SEEN, ["<url>", "<guid>"]),
):
    for _table in TABLES:
        if _table is AUTODISCOVER and _name == "graph-app-only":
            # Whom it is for does not count there: the user's own says all.
            continue
        _is_http = _table in (EWS, AUTODISCOVER)
        _table.add(
            f"refused-{_name}",
            f"{_title} is refused" + (", and the reason is in x-ms-diagnostics" if _is_http else " like no token"),
            _known[_table.protocol],
            Ask(f"the inbox with {_title}", _shown(_table, _made)),
            *(map(_audience, _audiences) if _is_http else [NO[_table.protocol]]),
            kind="http" if _is_http else None,
            rows=f"default-{_name}-",
        )
