"""What is fuzzed: a target makes an input and takes one, and raises what must not be raised."""

from abc import ABC, abstractmethod
from random import Random

from tests.world import World

MESSAGE = b"From: bob@contoso.onmicrosoft.com\r\nSubject: hello\r\n\r\nhello\r\n"


class Target(ABC):
    """One protocol over a world of its own."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.world = World.of("alice", "bob")
        for _ in range(3):
            self.world.mailbox().deliver(MESSAGE)

    @abstractmethod
    def input(self) -> bytes:
        """Make an input."""

    @abstractmethod
    def take(self, octets: bytes) -> None:
        """Let the fake have it; raises what the fake raised."""

    def close(self) -> None:  # noqa: B027  most have nothing to let go of
        """Let go of everything."""
