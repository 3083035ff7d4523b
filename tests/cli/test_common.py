import json
from pathlib import Path

import pytest

from fakeserver.cli.common import UsageProblem, print_bugs, write_endpoints
from fakeserver.server import FakeServer


def test_bugs_are_shown_without_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    server = FakeServer()
    tenant = server.new_tenant()
    user = tenant.add_user("alice")
    server.errors.append(RuntimeError(f"alice has {user.password}"))
    print_bugs(server)
    assert capsys.readouterr().err == "RuntimeError: alice has <redacted>\n"


def test_an_endpoints_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with FakeServer() as server:
        tenant = server.new_tenant()
        write_endpoints(tmp_path / "endpoints.json", server, [tenant])
        assert json.loads((tmp_path / "endpoints.json").read_text())["tenant_id"] == tenant.tenant_id
        with pytest.raises(UsageProblem, match=r"cannot write .*/endpoints.json: no such file or directory"):
            write_endpoints(tmp_path / "nowhere" / "endpoints.json", server, [tenant])
