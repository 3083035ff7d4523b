"""The door: a file that keeps the tenants of a server."""

import gc
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from fakeserver.state.database import Database
from fakeserver.state.errors import StateError
from fakeserver.state.making import Making, by_room
from fakeserver.state.octets import Octets
from fakeserver.state.rows import Key
from fakeserver.state.tenant_rows import TenantRows
from fakeserver.steps import Pace
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant

#: Rooms of a mailbox that have a row for each number.
_NUMBERED = frozenset({"item", "folder", "change"})
#: In the place of a tenant's id: which tenants there are.
_ALL = ""
_TENANTS = Key("tenants")
_HELD = re.compile(r'\{"held":(\d{1,18})\}')


class State:
    """The tenants of a server, in a file.

    Raises:
        StateError: the file cannot be used: see `Database`.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self._octets = Octets()
        self._tenants: dict[str, TenantRows] = {}
        #: the tenants in order, as the file has them, and those in it that are gone
        self._written: list[str] = []
        self._gone: set[str] = set()

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    @property
    def is_new(self) -> bool:
        """Whether it holds nothing yet."""
        return self._database.is_new

    def load(self, cloud: Cloud) -> None:
        """Host the tenants that the file holds.

        Raises:
            StateError: the file is broken, or not one of this version.
        """
        # What is made is there to stay: looking for garbage among it takes as long as a third of all else.
        was_collecting = gc.isenabled()
        gc.disable()
        try:
            self._load(cloud)
        finally:
            if was_collecting:
                gc.enable()

    def _load(self, cloud: Cloud) -> None:
        for number, octets in self._database.octets():
            self._octets.read(number, octets)
        rows = list(self._database.rows())
        forms: dict[str, Any] = defaultdict(by_room)
        texts: dict[str, dict[Key, str]] = defaultdict(dict)
        try:
            # All at once: thousands of texts one by one take several times as long.
            read = json.loads(f"[{','.join(row.form for row in rows)}]")
            for (tenant_id, room, holder, number, text), form in zip(rows, read, strict=True):
                forms[tenant_id][room][holder][number] = form
                texts[tenant_id][Key(room, holder, number)] = text
            self._written = list(forms[_ALL]["tenants"][""][0])
            for tenant_id in self._written:
                tenant = Making(forms[tenant_id], self._octets).made()
                self._tenants[tenant_id] = self._read(tenant, texts[tenant_id])
                cloud.add(tenant)
        except Exception as error:
            # Whatever a broken file leads to is said to be just that.
            why = f"{type(error).__name__}: {error}".replace("\n", " ")
            raise StateError(f"{self.path} cannot be read, and is left as it is ({why:.300})") from error

    def _read(self, tenant: Tenant, texts: dict[Key, str]) -> TenantRows:
        rows = TenantRows(tenant, self._octets)
        numbers: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for key, text in texts.items():
            rows.rows.learn(key, text, _used(text))
            if key.room in _NUMBERED:
                numbers[key.holder][key.room].append(key.number)
        with tenant.lock:
            rows.is_read(
                numbers,
                [key.holder for key in texts if key.room == "token"],
                [key.number for key in texts if key.room == "outbound"],
            )
        return rows

    def take(self, cloud: Cloud) -> bool:
        """Take in what has changed in the tenants, of each for one step at most; say whether that was all.

        Raises:
            StateError: a tenant has something that cannot be kept; the text names it.
        """
        hosted = {tenant.tenant_id: tenant for tenant in cloud.tenants}
        for tenant_id, rows in list(self._tenants.items()):
            if hosted.get(tenant_id) is not rows.tenant:
                rows.rows.forget()
                self._gone.add(tenant_id)
                del self._tenants[tenant_id]
        is_all = True
        for tenant_id, tenant in hosted.items():
            if tenant_id not in self._tenants:
                self._tenants[tenant_id] = TenantRows(tenant, self._octets)
            with tenant.lock:
                is_all = self._tenants[tenant_id].take(Pace()) and is_all
        return is_all

    def write(self) -> None:
        """Write what was taken in, all of it or nothing; call it once `take` has said that this was all.

        Raises:
            StateError: the file cannot be written; it can be tried again.
        """
        pending = {tenant_id: rows.rows.pending for tenant_id, rows in self._tenants.items() if rows.rows.pending}
        order = list(self._tenants)
        listed: dict[Key, str | None] = {} if order == self._written else {_TENANTS: json.dumps(order)}
        if not pending and not listed and not self._gone:
            return
        self._database.write(self._gone, pending | {_ALL: listed}, self._octets.new(), self._octets.gone())
        for rows in pending.values():
            rows.clear()
        self._gone.clear()
        self._octets.settle()
        self._written = order

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def _used(text: str) -> list[int]:
    """Return the numbers of octets that a row uses; within a text in it, a quotation mark has a backslash before it."""
    return [int(number) for number in _HELD.findall(text)] if '{"held":' in text else []
