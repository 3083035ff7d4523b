"""``--state FILE``: what a server keeps from one run to the next."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fakeserver.cli.common import UsageProblem

if TYPE_CHECKING:
    from fakeserver.state.keeper import Keeper
    from fakeserver.state.state import State
    from fakeserver.tenant.cloud import Cloud

state_option = click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="FAKESERVER_STATE",
    metavar="FILE",
    help="Keep tenants and mail in this file, and go on with what it holds; a configuration counts at the first start.",
)


class Keeping:
    """What `serve` does about the file; nothing, where none is named.

    Raises:
        UsageProblem: the file cannot be used.
    """

    def __init__(self, path: Path | None) -> None:
        self._state: State | None = None
        self._keeper: Keeper | None = None
        #: whether the file has all that there was, once `end` was called
        self.is_whole = True
        if path is not None:
            # Who asks for no file waits for none of this.
            from fakeserver.state import state

            try:
                self._state = state.State(path)
            except ValueError as error:
                raise UsageProblem(str(error)) from error

    def fill(self, cloud: "Cloud", build: Callable[[], object]) -> None:
        """Host the tenants of the file; where it holds none yet, build them."""
        if self._state is None:
            build()
            return
        if self._state.is_new:
            build()
            return
        from fakeserver.state.errors import StateError

        try:
            self._state.load(cloud)
        except StateError as error:
            raise UsageProblem(str(error)) from error
        if not cloud.tenants:
            # All of them were dropped.
            build()
            return
        click.echo(f"What is in {self._state.path} goes on: tenants are as they were left, and not as configured.")

    def begin(self, cloud: "Cloud") -> None:
        """Write what there is, and from now on what changes."""
        if self._state is None:
            return
        from fakeserver.state.keeper import Keeper

        try:
            self._keeper = Keeper(self._state, cloud, lambda trouble: click.echo(trouble, err=True))
        except ValueError as error:
            raise UsageProblem(str(error)) from error

    def end(self) -> None:
        """Write the last changes, and let go of the file."""
        if self._keeper is not None:
            self.is_whole = self._keeper.close()
        elif self._state is not None:
            self._state.close()
