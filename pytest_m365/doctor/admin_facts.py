"""Reads what the admin's script has written: JSON, in any of the encodings that PowerShell's > writes."""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from pathlib import Path

from pytest_m365.diagnosis.admin_facts import AdminFacts, MailboxFacts
from pytest_m365.doctor.admin_script import FORM

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HOW = "write it by the script that `python -m pytest_m365 doctor --admin-script` prints"


class FactsWrong(ValueError):
    """The file is none that the script has written, or of another tenant; says in which way."""


def read_facts(path: Path, tenant_id: str) -> AdminFacts:
    """Read the file of a tenant.

    Raises:
        FactsWrong
    """
    try:
        octets = path.read_bytes()
    except OSError as error:
        raise FactsWrong(f"{path} cannot be read: {error.strerror}") from None
    facts = parsed_facts(octets)
    if facts.tenant_id.lower() != tenant_id.lower():
        raise FactsWrong(f"{path} is about the tenant {facts.tenant_id}, and M365_TENANT_ID is {tenant_id}")
    return facts


def parsed_facts(octets: bytes) -> AdminFacts:
    """Return what stands in the file.

    Raises:
        FactsWrong
    """
    encoding = next((name for mark, name in _MARKS if octets.startswith(mark)), "utf-8")
    try:
        document = json.loads(octets.decode(encoding))
    except (ValueError, RecursionError) as error:
        raise FactsWrong(f"the file of facts is no JSON ({error}): {_HOW}") from None
    if not isinstance(document, dict) or document.get("Form") != FORM:
        raise FactsWrong(f"the file of facts has no Form {FORM}: {_HOW}")
    enabled = _flag(document, "EwsEnabled")
    # Of the others the script could not tell.
    clients = [client.lower() for client in _texts(document, "KnownInExchange")]
    known = {client: set[str]() for client in clients}
    for entry in _objects(document, "Exchange"):
        known.setdefault(_text(entry, "ClientId").lower(), set()).add(_text(entry, "ObjectId").lower())
    allowed = _text(document, "EwsAllowedAppIDs")
    return AdminFacts(
        tenant_id=_text(document, "TenantId"),
        taken_at=_text(document, "TakenAt"),
        ews_enabled=enabled,
        ews_allowed=_ids(allowed) if allowed.strip() else None,
        has_ews_list=_flag(document, "HasEwsList") is True,
        smtp_disabled=_flag(document, "SmtpClientAuthenticationDisabled"),
        object_ids={client: frozenset(ids) for client, ids in known.items()},
        mailboxes={_text(entry, "Address").lower(): _mailbox(entry) for entry in _objects(document, "Mailboxes")},
        conditional_access=tuple(_texts(document, "ConditionalAccess")),
    )


def _mailbox(entry: Mapping[str, object]) -> MailboxFacts:
    switches = {"imap": "ImapEnabled", "pop3": "PopEnabled", "ews": "EwsEnabled"}
    roles: dict[str, set[str]] = {client.lower(): set() for client in _texts(entry, "RolesTestedFor")}
    for one in _objects(entry, "Roles"):
        roles.setdefault(_text(one, "ClientId").lower(), set()).add(_text(one, "Role"))
    users, apps = _texts(entry, "FullAccess"), _texts(entry, "FullAccessOfApplications")
    return MailboxFacts(
        primary="" if _flag(entry, "Missing") else _text(entry, "Primary") or None,
        enabled={protocol: _flag(entry, name) for protocol, name in switches.items()},
        smtp_disabled=_flag(entry, "SmtpClientAuthenticationDisabled"),
        plan=_text(entry, "Plan"),
        full_access=None if entry.get("FullAccess") is None else frozenset(each.lower() for each in [*users, *apps]),
        access_policy={_text(one, "ClientId").lower(): _text(one, "Result") for one in _objects(entry, "AccessPolicy")},
        roles={client: frozenset(held) for client, held in roles.items()},
    )


def _ids(text: str) -> frozenset[str]:
    return frozenset(part.strip().lower() for part in text.replace(" ", ",").split(",") if part.strip())


def _text(entry: Mapping[str, object], name: str) -> str:
    value = entry.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FactsWrong(f"{name} is {value!r}, and ought to be a text: {_HOW}")
    return value


def _flag(entry: Mapping[str, object], name: str) -> bool | None:
    value = entry.get(name)
    if value is not None and not isinstance(value, bool):
        raise FactsWrong(f"{name} is {value!r}, and ought to be true, false or null: {_HOW}")
    return value


def _list(entry: Mapping[str, object], name: str) -> list[object]:
    value = entry.get(name)
    # PowerShell writes a list of one as that one, where it was not told otherwise.
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(entry: Mapping[str, object], name: str) -> list[str]:
    values = _list(entry, name)
    if not all(isinstance(value, str) for value in values):
        raise FactsWrong(f"{name} has something that is no text: {_HOW}")
    return [str(value) for value in values]


def _objects(entry: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    values = _list(entry, name)
    for value in values:
        if not isinstance(value, dict):
            raise FactsWrong(f"{name} has something that is no object: {_HOW}")
    return [value for value in values if isinstance(value, dict)]
