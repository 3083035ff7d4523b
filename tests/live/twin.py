"""A twin: a fake in a process of its own, which stands for the real service, and knows nothing of the tests' fake.

``python -m tests.live.twin`` is the twin: it says that it is ready, then takes orders on its standard input, a line
of JSON each, and answers each by one. An order is Python, with ``tenant``, ``user``, ``server`` and what `foreign.py`
offers in reach. `Twin` starts one, gives the environment by which other programs find it, and passes orders on.
"""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from fakeserver.children.identity import identity
from fakeserver.children.leading import Leading
from fakeserver.children.names import real_names
from fakeserver.server import FakeServer
from tests.live import foreign

_ROOT = Path(__file__).parents[2]
#: seconds within which a twin ends when nobody orders anything any more
_END_LIMIT = 60.0


class TwinError(Exception):
    """An order failed; the text is the twin's exception."""


@dataclass
class Twin:
    """A twin that runs while the block lasts, and what it is told.

    Args:
        domain: of its tenant.
        user: its first user, whom the environment names.
        before: environment of the twin and, with what leads them to it, of the programs that are to find it; this
            process's by default.
    """

    domain: str = "contoso.onmicrosoft.com"
    user: str = "alice"
    before: Mapping[str, str] | None = None
    _process: subprocess.Popen[str] | None = field(default=None, init=False, repr=False)

    @property
    def environment(self) -> dict[str, str]:
        """A whole environment: names of the real service lead to the twin, and M365_... say whom to sign in."""
        environment: dict[str, str] = self.do("environment()")
        return environment

    def do(self, order: str, **values: object) -> Any:
        """Let the twin perform Python code; return what its last line is worth, as JSON has it, or its repr.

        Args:
            order: an expression, or statements. Names that they set stay for the next order.
            values: JSON values that the code has under these names.

        Raises:
            TwinError: the code has raised an exception.
        """
        assert self._process is not None, "a twin takes orders within its block: with Twin() as twin"
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"order": order, "values": values}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise TwinError(f"the twin has ended, with status {self._process.wait(_END_LIMIT)}; see its stderr")
        answer = json.loads(line)
        if "error" in answer:
            raise TwinError(answer["error"])
        return answer["value"]

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", __spec__.name, self.domain, self.user]
        environment = dict(os.environ if self.before is None else self.before)
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ROOT, env=environment
        )
        self._answer()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        assert self._process is not None
        try:
            # The end of its input is the twin's.
            self._process.communicate(timeout=_END_LIMIT)
        finally:
            self._process.kill()
            status, self._process = self._process.wait(), None
        assert status == 0 or error is not None, f"the twin has ended with status {status}; see its stderr"


def _performed(order: str, names: dict[str, Any]) -> Any:
    """Run statements; return the value of the last one, if it is an expression."""
    tree = ast.parse(order)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        exec(compile(tree, "<order>", "exec"), names)
        return None
    exec(compile(ast.Module(tree.body[:-1], []), "<order>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<order>", "eval"), names)


def _main(domain: str, user_name: str) -> None:
    """Be the twin, until the input ends."""
    with FakeServer() as server:
        tenant = server.new_tenant(domain=domain)
        user = tenant.add_user(user_name)
        domains = tenant.organization.domains
        names = {"server": server, "tenant": tenant, "user": user, **foreign.ORDERS}
        with Leading(server, lambda: real_names(server, domains), {}) as leading:
            # Asked anew each time: an order may have given the user another password, or the tenant another domain.
            names["environment"] = lambda: leading.environment() | identity(tenant, user)
            _say({"value": "ready"})
            for line in sys.stdin:
                told = json.loads(line)
                try:
                    names.update(told["values"])
                    _say({"value": _performed(told["order"], names)})
                except Exception as error:  # noqa: BLE001  whatever it is, whoever has ordered it is told
                    _say({"error": f"{type(error).__name__}: {error}"})
        if server.errors:
            raise BaseExceptionGroup("the twin met exceptions of its own", server.errors)


def _say(answer: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(answer, default=repr) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _main(*sys.argv[1:])
