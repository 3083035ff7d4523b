"""Where one protocol listens; a value of its own, so that a test that names its type imports nothing else."""

from typing import NamedTuple


class Endpoint(NamedTuple):
    """A host name and a port, as clients connect to it."""

    host: str
    port: int
