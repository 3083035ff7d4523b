"""Any request that the document allows, and many that it does not, get an answer that it names."""

import shutil
import subprocess
from pathlib import Path

import pytest

from fakeserver.server import FakeServer

#: What is never answered, or not soon.
_LASTING = "/live$|/wait$"


@pytest.mark.slow
def test_any_request_gets_an_answer_that_the_document_names(tmp_path: Path) -> None:
    schemathesis = shutil.which("schemathesis")
    if schemathesis is None:
        # In an environment of its own: its plugin for pytest has subtests lose their names.
        pytest.skip("needs schemathesis on the PATH, as `.ci/run --all` has it")
    with FakeServer(plain=True) as server:
        tenant = server.new_tenant(tenant_id="11111111-1111-4111-8111-111111111111")
        tenant.deliver(tenant.add_user("alice"), subject="Hello")
        checks = "not_a_server_error,response_schema_conformance,status_code_conformance,content_type_conformance"
        command = [
            schemathesis,
            *("run", f"{server.control_url}/openapi.json", "--checks", checks),
            *("--phases", "coverage,fuzzing", "-n", "20", "--exclude-path-regex", _LASTING, "--no-color"),
        ]
        outcome = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert outcome.returncode == 0, outcome.stdout[-5000:]
        assert server.errors == []
