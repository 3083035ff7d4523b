"""Files that earlier releases have written are read by this one."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fakeserver.state.database import FORMAT
from fakeserver.state.state import State
from fakeserver.tenant.cloud import Cloud
from tests.state.earlier import FOLDER, facts_of, write_file


@pytest.mark.parametrize("form", range(1, FORMAT + 1))
def test_a_file_of_each_format_is_read_and_goes_on(form: int, tmp_path: Path) -> None:
    """Who changes what stands in the rows gives them another format, and reads the former one all the same."""
    kept = json.loads((FOLDER / f"{form}.json").read_text("utf-8"))
    path = tmp_path / "fake.state"
    write_file(path, kept, form)
    for goes_on in (True, False):
        cloud = Cloud()
        with closing(State(path)) as state:
            state.load(cloud)
            [tenant] = cloud.tenants
            assert facts_of(tenant) == kept["facts"]
            if goes_on:
                tenant.deliver("alice", subject="Hello")
                kept["facts"] = facts_of(tenant)
                while not state.take(cloud):
                    pass
                state.write()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (FORMAT,)
