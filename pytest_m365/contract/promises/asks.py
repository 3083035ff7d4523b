"""Short forms of asking: commands one after the other, and which lines of the answers decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pytest_m365.contract.promise import Ask

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker
    from pytest_m365.contract.asking.lines import Pop3


def imap(*commands: str, whole: bool = False) -> Ask:
    """Return how IMAP is asked commands once signed in, nothing selected: the tagged line of the last decides.

    Args:
        commands: ``{folder}`` stands for the test's own folder.
        whole: all lines of the last answer decide.
    """

    def perform(asker: Asker) -> Sequence[str]:
        made = {"folder": asker.folder} if any("{folder}" in command for command in commands) else {}
        client = asker.imap()
        said: list[str] = []
        for command in commands:
            filled = command.replace("{folder}", f'"{made["folder"]}"') if made else command
            said = client.whole(filled) if whole else client.tagged(filled)
        return said

    return Ask("; ".join(commands), perform)


def in_folder(*commands: str, messages: int = 1, whole: bool = False) -> Ask:
    """Return how IMAP is asked commands in the test's own folder, which is selected and holds so many messages."""

    def perform(asker: Asker) -> Sequence[str]:
        client = asker.in_folder(*(asker.text(f"A promise {number + 1}") for number in range(messages)))
        said: list[str] = []
        for command in commands:
            filled = command.replace("{folder}", f'"{asker.folder}"')
            said = client.whole(filled) if whole else client.tagged(filled)
        return said

    about = {0: "an empty folder", 1: "a folder with one message"}.get(messages, f"a folder with {messages} messages")
    return Ask(f"in {about}: {'; '.join(commands)}", perform)


def unsigned_imap(*commands: str, whole: bool = False) -> Ask:
    """Return how IMAP is asked commands before any sign-in."""

    def perform(asker: Asker) -> Sequence[str]:
        client = asker.new_imap()
        said: list[str] = []
        for command in commands:
            said = client.whole(command) if whole else client.tagged(command)
        return said

    return Ask(f"before any sign-in: {'; '.join(commands)}", perform)


def pop3(*commands: str, whole: bool = False) -> Ask:
    """Return how POP3 is asked commands once signed in: the first line of the last answer decides.

    Args:
        whole: all lines of the last answer decide.
    """

    def perform(asker: Asker) -> Sequence[str]:
        return _by_pop3(asker.pop3(), commands, whole=whole)

    return Ask("; ".join(commands), perform)


def unsigned_pop3(*commands: str, whole: bool = False) -> Ask:
    """Return how POP3 is asked commands before any sign-in."""

    def perform(asker: Asker) -> Sequence[str]:
        return _by_pop3(asker.new_pop3(), commands, whole=whole)

    return Ask(f"before any sign-in: {'; '.join(commands)}", perform)


def _by_pop3(client: Pop3, commands: tuple[str, ...], *, whole: bool) -> list[str]:
    for command in commands[:-1]:
        client.say(command)
    return client.whole(commands[-1]) if whole else [client.say(commands[-1])]


def smtp(*commands: str) -> Ask:
    """Return how SMTP is asked commands once signed in: the last line of the last reply decides."""

    def perform(asker: Asker) -> Sequence[str]:
        client, said = asker.smtp(), [""]
        for command in commands:
            said = client.whole(command.replace("{user}", asker.user).replace("{address}", asker.mailbox.address))
        return said

    return Ask("; ".join(commands), perform)


def unsigned_smtp(*commands: str, tls: bool = True) -> Ask:
    """Return how SMTP is asked commands before any sign-in: the whole of the last reply decides."""

    def perform(asker: Asker) -> Sequence[str]:
        client, said = asker.new_smtp(tls=tls), [""]
        for command in commands:
            said = client.whole(command.replace("{user}", asker.user))
        return said

    return Ask(f"before any sign-in{'' if tls else ', in clear'}: {'; '.join(commands)}", perform)
