"""Variables of this process's environment that are set for a block."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(eq=False)
class _Block:
    #: what each variable was before; None: it was not there
    before: dict[str, str | None]
    #: the values that the block has given it
    given: dict[str, set[str]] = field(default_factory=dict)

    def has_given(self, name: str) -> bool:
        """Say whether a variable has a value that this block has given it."""
        return os.environ.get(name) in self.given.get(name, ())


#: the blocks of now, the innermost last
_ACTIVE: list[_Block] = []
#: those that ended since `put_back` was last called, or since the outermost block of now began
_ENDED: list[_Block] = []


@contextmanager
def environment_set(variables: Mapping[str, str]) -> Iterator[None]:
    """Set variables of this process's environment until the block ends.

    Not for two threads at once: the environment belongs to the process.
    """
    if not _ACTIVE:
        _ENDED.clear()
    block = _Block({name: os.environ.get(name) for name in variables}, {name: set() for name in variables})
    _ACTIVE.append(block)
    try:
        # Within: a value that no environment can hold ends the block, and leaves nothing.
        renew(variables)
        yield
    finally:
        _ACTIVE.remove(block)
        _ENDED.append(block)
        for name, value in block.before.items():
            _set(name, value)


def renew(variables: Mapping[str, str]) -> None:
    """Give variables of a block of now other values until it ends; the innermost, where several have one.

    Raises:
        LookupError: no block of now has one of them, so that nothing would put it back; none is changed.
    """
    # The innermost is the last.
    blocks = {name: block for block in _ACTIVE for name in variables.keys() & block.given.keys()}
    if strangers := sorted(variables.keys() - blocks.keys()):
        raise LookupError(f"{', '.join(strangers)}: set by no block of now; begin one with environment_set({{...}})")
    os.environ.update(variables)
    for name, block in blocks.items():
        block.given[name].add(variables[name])


def put_back() -> None:
    """Take out what others have put back of blocks that have ended.

    pytest's ``monkeypatch`` does, where it is older than the block and the test has changed one of the block's
    variables: it is undone later, and puts back what it had found.
    """
    for block in _ENDED:
        for name, value in block.before.items():
            if block.has_given(name) and not any(outer.has_given(name) for outer in _ACTIVE):
                _set(name, value)
    _ENDED.clear()


def _set(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value
