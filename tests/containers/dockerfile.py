"""Reads a Dockerfile, as far as ours goes: stages, instructions and their flags."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_FLAG = re.compile(r"--([a-z-]+)=(\S+)\s+")
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


@dataclass(frozen=True)
class Instruction:
    """One instruction."""

    #: in capitals
    name: str
    flags: Mapping[str, str]
    #: what follows the flags, on one line
    text: str
    #: where it begins, from 1
    line: int

    @property
    def words(self) -> list[str]:
        """Its words, from JSON where it is in exec form."""
        if self.is_exec_form:
            words: list[str] = json.loads(self.text)
            return words
        return shlex.split(self.text)

    @property
    def is_exec_form(self) -> bool:
        """Whether no shell has a part in it."""
        return self.text.startswith("[")

    def pairs(self) -> dict[str, str]:
        """Return its ``key=value`` words.

        Raises:
            ValueError: a word is none.
        """
        return dict(word.split("=", 1) for word in self.words)

    def filled(self, variables: Mapping[str, str]) -> "Instruction":
        """Return it with the values of variables in their places, nothing for those that are unknown."""
        text = _VARIABLE.sub(lambda found: variables.get(found[1] or found[2], ""), self.text)
        return Instruction(self.name, self.flags, text, self.line)


@dataclass
class Stage:
    """What stands between two lines ``FROM``."""

    base: str
    name: str
    instructions: list[Instruction] = field(default_factory=list)


def instructions(text: str) -> Iterator[Instruction]:
    """Yield the instructions: comments are left out, lines that end in a backslash go on.

    Raises:
        ValueError: a line is no instruction.
    """
    began, whole = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#") or (not line.strip() and not whole):
            continue
        began = began or number
        whole += line.removesuffix("\\")
        if not line.endswith("\\"):
            yield _instruction(whole, began)
            began, whole = 0, ""
    if whole:
        raise ValueError(f"line {began} goes on, and there is no more")


def _instruction(line: str, number: int) -> Instruction:
    name, _, rest = line.strip().partition(" ")
    if not name.isalpha() or not rest.strip():
        raise ValueError(f"line {number} is no instruction: {line}")
    rest, flags = rest.strip(), {}
    while flag := _FLAG.match(rest):
        flags[flag[1]] = flag[2]
        rest = rest[flag.end() :]
    return Instruction(name.upper(), flags, " ".join(rest.split()), number)


def stages(text: str) -> list[Stage]:
    """Return the stages, with the arguments before the first in their bases.

    Raises:
        ValueError: something stands before the first that is no ARG, or a FROM is not ``FROM base [AS name]``.
    """
    found: list[Stage] = []
    arguments: dict[str, str] = {}
    for each in instructions(text):
        if each.name == "FROM":
            base, *named = each.filled(arguments).words
            if named[:1] not in ([], ["AS"]) or len(named) not in (0, 2):
                raise ValueError(f"line {each.line} is no FROM: {each.text}")
            found.append(Stage(base, named[1] if named else ""))
        elif found:
            found[-1].instructions.append(each)
        elif each.name == "ARG":
            arguments.update(each.pairs())
        else:
            raise ValueError(f"line {each.line}: {each.name} stands before FROM")
    return found


def context(root: Path, ignore: str) -> list[Path]:
    """Return the files below a folder that are sent to the builder, from there.

    Args:
        ignore: the text of ``.dockerignore``; the last pattern that fits a file or a folder above it decides.
    """
    patterns = [line.strip() for line in ignore.splitlines() if line.strip() and not line.startswith("#")]
    # Folders of which no pattern takes anything back are not walked through: environments and caches are large.
    wanted = {line[1:].partition("/")[0] for line in patterns if line.startswith("!")} if "*" in patterns else None
    tops = [path for path in root.iterdir() if wanted is None or path.name in wanted]
    files = [file for top in tops for file in ([top] if top.is_file() else top.rglob("*")) if file.is_file()]
    return sorted(path for path in (file.relative_to(root) for file in files) if not _is_ignored(path, patterns))


def _is_ignored(path: Path, patterns: list[str]) -> bool:
    ignored = False
    for pattern in patterns:
        if any(_fits(part, pattern.removeprefix("!")) for part in (path, *path.parents)):
            ignored = not pattern.startswith("!")
    return ignored


def _fits(path: Path, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return path.match(pattern.removeprefix("**/"))
    return len(path.parts) == pattern.count("/") + 1 and path.match(pattern)
