"""A state as a release has written it, kept so that later ones still read it.

``python -m tests.state.earlier`` writes the file of the present format, once, before a release that has another one.
"""

import json
import sqlite3
import tempfile
from base64 import b64decode, b64encode
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from fakeserver.state.database import FORMAT
from fakeserver.state.state import State
from fakeserver.tenant.tenant import Tenant
from tests.state.everything import with_everything
from tests.world import World

FOLDER = Path(__file__).with_name("formats")


def facts_of(tenant: Tenant) -> dict[str, Any]:
    """Return what somebody who goes on with a tenant would miss first, as JSON has it."""
    facts = {
        "tenant": [tenant.tenant_id, tenant.domain, tenant.clock.now().isoformat(), tenant.policies.basic_auth],
        "users": [[user.address, user.password, sorted(user.aliases), user.imap] for user in tenant.users],
        "applications": [[app.client_id, app.name, app.client_secret, sorted(app.delegated)] for app in tenant.apps],
        "keys": sorted(tenant.keys.published),
        "folders": {
            box.address: {
                _short(folder.folder_id): [
                    folder.path or folder.display_name,
                    _short(folder.change_key),
                    *_items(folder),
                ]
                for folder in box.folders.below(box.folders.distinguished("root"))
            }
            for box in tenant.mailboxes.all
        },
        "rules": [rule.name for rule in tenant.mailbox("alice").inbox_rules],
        "outbound": [_short(message.mime) for message in tenant.outbound],
    }
    return dict(json.loads(json.dumps(facts)))


def _items(folder: Any) -> list[Any]:
    return [
        [item.subject, item.uid, item.flags, *map(_short, (item.item_id, item.change_key, item.mime()))]
        + [[attached.name, attached.size] for attached in item.attachments]
        for item in folder.items.values()
    ]


def _short(value: str | bytes) -> str:
    return sha256(value.encode() if isinstance(value, str) else value).hexdigest()[:12]


def rows_of(path: Path) -> dict[str, Any]:
    """Return what a state's file holds."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT * FROM rows ORDER BY 1, 2, 3, 4").fetchall()
        octets = connection.execute("SELECT * FROM octets ORDER BY 1").fetchall()
        tables = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        (application,) = connection.execute("PRAGMA application_id").fetchone()
    return {
        "application": application,
        "tables": [statement for (statement,) in tables],
        "rows": [[*key, json.loads(form)] for *key, form in rows],
        "octets": [[number, b64encode(content).decode()] for number, content in octets],
    }


def write_file(path: Path, kept: dict[str, Any], form: int) -> None:
    """Make a state's file of what an earlier one held."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in (*kept["tables"], f"PRAGMA application_id = {kept['application']}"):
            connection.execute(statement)
        connection.executemany(
            "INSERT INTO rows VALUES (?, ?, ?, ?, ?)",
            [(*key, json.dumps(what, separators=(",", ":"))) for *key, what in kept["rows"]],
        )
        connection.executemany(
            "INSERT INTO octets VALUES (?, ?)", [(number, b64decode(content)) for number, content in kept["octets"]]
        )
        connection.execute(f"PRAGMA user_version = {form}")


def main() -> None:
    world = World.of("alice", "bob", "carol", frozen=True)
    with tempfile.TemporaryDirectory() as folder, closing(State(Path(folder, "state"))) as state:
        with_everything(world.tenant, Path(folder))
        facts = facts_of(world.tenant)
        while not state.take(world.cloud):
            pass
        state.write()
        state.close()
        kept = rows_of(Path(folder, "state"))
    FOLDER.mkdir(exist_ok=True)
    kept["facts"] = facts
    lines = ",\n".join(json.dumps(row) for row in kept.pop("rows"))
    (FOLDER / f"{FORMAT}.json").write_text(f'{{"rows": [\n{lines}\n],\n{json.dumps(kept)[1:]}\n')


if __name__ == "__main__":
    main()
