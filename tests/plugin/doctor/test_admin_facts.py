"""What the admin's script has written is read back, and turns guesses into findings."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_m365.diagnosis.judging import Standing
from pytest_m365.doctor.admin_facts import FactsWrong, parsed_facts, read_facts
from tests.plugin.doctor.situation import Situation


def written(at: Situation, **changes: Any) -> dict[str, Any]:
    """Return what the script writes of the tenant as the fake has it."""
    user, app = at.user, at.daemon
    return {
        "Form": 1,
        "TenantId": at.m365.tenant_id,
        "TakenAt": "2026-11-30T08:00:00Z",
        "EwsEnabled": at.tenant.policies.ews_enabled,
        "EwsAllowedAppIDs": ",".join(at.tenant.policies.ews_allowed_app_ids or ()),
        "HasEwsList": True,
        "SmtpClientAuthenticationDisabled": not at.tenant.policies.smtp_auth,
        "Clients": [at.m365.public_app.client_id, app.client_id],
        "KnownInExchange": [at.m365.public_app.client_id, app.client_id],
        "Entra": [],
        "Exchange": [{"ClientId": app.client_id, "ObjectId": app.exchange_object_id or "", "Identity": "daemon"}],
        "RoleAssignments": [],
        "Mailboxes": [
            {
                "Address": user.upn,
                "Primary": user.address,
                "Plan": "ExchangeOnlineDeskless-1" if user.licence == "F3" else "ExchangeOnlineEnterprise-1",
                "LitigationHold": False,
                "ImapEnabled": user.imap,
                "PopEnabled": user.pop,
                "EwsEnabled": user.ews,
                "SmtpClientAuthenticationDisabled": None,
                "FullAccess": [],
                "FullAccessOfApplications": [app.client_id],
                "AccessPolicy": [{"ClientId": app.client_id, "Result": "Granted"}],
                "Missing": False,
                "Roles": [],
                "RolesTestedFor": [app.client_id],
            }
        ],
        "ConditionalAccess": ["Require MFA"],
        "Problems": [],
        **changes,
    }


class TestFindings:
    def test_imap_that_is_off(self, situation: Situation) -> None:
        situation.user.imap = False
        facts = parsed_facts(json.dumps(written(situation)).encode())
        guessed = situation.as_app(protocols=["imap"]).failed("imap")
        assert not guessed.is_certain
        examined = situation.as_app(protocols=["imap"], facts=facts)
        found = examined.failed("imap")
        assert found.is_certain
        assert found.rows == (3,)
        [shown] = [result for result in examined.of("settings") if result.subject == "admin's facts"]
        assert shown.said == "of 2026-11-30T08:00:00Z; Conditional Access policies that are on: Require MFA"
        assert found.causes[0].because == "the admin's script finds ImapEnabled $false"

    def test_ews_that_is_off(self, situation: Situation) -> None:
        situation.tenant.policies.ews_enabled = False
        facts = parsed_facts(json.dumps(written(situation)).encode())
        found = situation.examine(protocols=["ews"], facts=facts).failed("ews")
        assert found.is_certain
        assert "EWS is off for the organization" in found.verdict

    def test_a_list_without_the_application(self, situation: Situation) -> None:
        situation.tenant.policies.set(ews_allowed_app_ids=[situation.m365.public_app.client_id])
        facts = parsed_facts(json.dumps(written(situation)).encode())
        found = situation.as_app(protocols=["ews"], facts=facts).failed("ews")
        assert found.is_certain
        assert "not on the organization's list" in found.verdict


def test_what_the_script_could_not_read_proves_nothing(situation: Situation) -> None:
    """As where the admin may not read it: every part of it failed, and is empty."""
    situation.tenant.rights.unregister_in_exchange(situation.daemon)
    empty = {"Address": situation.user.upn, "Missing": False, "Primary": "", "FullAccess": None, "EwsEnabled": None}
    unread = written(situation, EwsEnabled=None, EwsAllowedAppIDs="", HasEwsList=False, KnownInExchange=[], Exchange=[])
    facts = parsed_facts(json.dumps(unread | {"Mailboxes": [empty]}).encode())
    found = situation.as_app(protocols=["imap"], facts=facts).failed("imap")
    assert found.causes[0].standing is Standing.POSSIBLE
    situation.tenant.rights.register_in_exchange(situation.daemon)
    situation.user.imap = False
    found = situation.as_app(protocols=["imap"], facts=facts).failed("imap")
    assert {cause.standing for cause in found.causes} == {Standing.POSSIBLE}
    assert not [cause for cause in found.excluded if "script" in cause.because]
    situation.user.ews = False
    found = situation.as_app(protocols=["ews"], facts=facts).failed("ews")
    assert not [cause for cause in found.excluded if "script" in cause.because]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-mark"])
def test_every_encoding_of_powershell(situation: Situation, tmp_path: Path, encoding: str) -> None:
    text = json.dumps(written(situation))
    octets = b"\xfe\xff" + text.encode("utf-16-be") if encoding == "utf-16-be-mark" else text.encode(encoding)
    path = tmp_path / "facts.json"
    path.write_bytes(octets)
    facts = read_facts(path, situation.m365.tenant_id)
    assert facts.mailboxes[situation.m365.username].primary == situation.m365.username
    assert facts.conditional_access == ("Require MFA",)
    assert facts.object_ids[situation.m365.public_app.client_id] == frozenset()


def test_another_tenants(situation: Situation, tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(written(situation, TenantId="0d000000-0000-4000-8000-00000000000d")))
    with pytest.raises(FactsWrong, match="is about the tenant 0d000000"):
        read_facts(path, situation.m365.tenant_id)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FactsWrong, match="cannot be read"):
        read_facts(tmp_path / "nothing", "")


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (b"", "no JSON"),
        (b"WARNING: not connected", "no JSON"),
        (b"[]", "no Form 1"),
        (b"{}", "no Form 1"),
        (b'{"Form": 2}', "no Form 1"),
        (b'{"Form": 1, "TenantId": 5}', "TenantId is 5"),
        (b'{"Form": 1, "EwsEnabled": "yes"}', "true, false or null"),
        (b'{"Form": 1, "Mailboxes": ["a"]}', "no object"),
        (b'{"Form": 1, "KnownInExchange": [5]}', "no text"),
        (b"\xff\xfe\x00", "no JSON"),
    ],
)
def test_what_is_no_such_file(octets: bytes, words: str) -> None:
    with pytest.raises(FactsWrong, match=words):
        parsed_facts(octets)


def test_a_list_of_one_may_be_that_one() -> None:
    facts = parsed_facts(
        b'{"Form": 1, "Mailboxes": {"Address": "A@x.com", "Primary": "a@x.com"}, "KnownInExchange": "AB"}'
    )
    assert facts.mailboxes["a@x.com"].full_access is None
    assert facts.object_ids == {"ab": frozenset()}


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["Address", "ClientId", "Roles"]), inner)
    ),
    max_leaves=10,
)
_NAMES = ("TenantId", "EwsEnabled", "EwsAllowedAppIDs", "KnownInExchange", "Exchange", "Mailboxes", "ConditionalAccess")


@given(st.dictionaries(st.sampled_from(_NAMES), _VALUES))
def test_any_json_is_read_or_refused(members: dict[str, Any]) -> None:
    octets = json.dumps({"Form": 1, **members}).encode()
    refusal = ""
    try:
        facts = parsed_facts(octets)
    except FactsWrong as error:
        refusal = str(error)
    assert "--admin-script" in refusal if refusal else facts.tenant_id == (members.get("TenantId") or "")


@given(st.binary(max_size=200))
def test_any_octets_are_refused(octets: bytes) -> None:
    with pytest.raises(FactsWrong):
        parsed_facts(octets)
