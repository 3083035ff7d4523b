import json
from pathlib import Path

from fakeserver.tenant.journal.json_export import export
from fakeserver.tenant.refusals import TokenExpired, explained
from fakeserver.tenant.tenant import Tenant
from tests.tenant.journal.noted import ALICE, exchange


def test_every_protocol_is_there_with_its_reasons(tmp_path: Path) -> None:
    tenant = Tenant()
    tenant.journal.add("IMAP", "FETCH 1", "OK", by=ALICE, user=ALICE, operation="FETCH", client_id="app")
    tenant.journal.add("POP3", "STAT", "-ERR", explained(TokenExpired(expired_at="now")), ordered="faults.x()")
    text = tenant.journal.to_json(tmp_path / "journal.json")
    first, second = json.loads(text)
    assert json.loads((tmp_path / "journal.json").read_text("utf-8")) == [first, second]
    assert {
        name: first[name] for name in ("protocol", "operation", "asked", "answered", "by", "user", "client_id")
    } == {
        "protocol": "IMAP",
        "operation": "FETCH",
        "asked": "FETCH 1",
        "answered": "OK",
        "by": ALICE,
        "user": ALICE,
        "client_id": "app",
    }
    assert first["program_time"] == tenant.journal.entries[0].program_time
    assert "refusals" not in first
    [why] = second["refusals"]
    assert why["name"] == "TokenExpired"
    assert why.keys() == {"name", "sentence", "rule", "on_the_fake", "in_a_real_tenant", "page"}
    assert second["ordered_by_the_test"] == "faults.x()"


def test_no_secret_is_in_it_however_it_is_written() -> None:
    tenant = Tenant()
    password = 'Heron"Maple\\4821'
    tenant.add_user("alice", password)
    tenant.journal.add("OAuth", f"POST password={password} {password}", f"400 {password}\udcff")
    text = tenant.journal.to_json()
    [entry] = json.loads(text)
    assert "Heron" not in text
    assert entry["answered"] == "400 <redacted>\\udcff"


def test_a_mark_leaves_out_what_came_before() -> None:
    tenant = Tenant()
    tenant.journal.add("IMAP", "NOOP", "OK")
    mark = tenant.journal.mark()
    tenant.journal.add("IMAP", "IDLE", "OK")
    assert [one["asked"] for one in json.loads(tenant.journal.to_json(since=mark))] == ["IDLE"]


def test_http_has_its_status() -> None:
    [entry] = json.loads(export([exchange(0, "EWS", "FindItem", "NoError", status=200)], (), None))
    assert entry["http"] == {"method": "POST", "url": "https://localhost/x", "status": 200}
