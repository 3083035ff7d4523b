"""Carries out the instructions of a Dockerfile, each in a root folder of its own, without a container runtime."""

import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.containers.contained import command
from tests.containers.dockerfile import Instruction, Stage
from tests.containers.image import Image

#: flags that are known, by instruction
_FLAGS = {
    "COPY": {"from"},
    # They say when the command of a health check is run; `Image.health` is run once.
    "HEALTHCHECK": {"interval", "timeout", "start-period", "start-interval", "retries"},
}


class UnknownInstruction(LookupError):
    """An instruction, or a flag of one, that is not carried out here."""


@dataclass
class Builder:
    """Builds one stage after the other."""

    #: where what is sent to the builder lies, and which files that are, from there
    source: Path
    files: Sequence[Path]
    #: a new folder; each stage has its root folder in it
    folder: Path
    #: by name
    built: dict[str, Image] = field(default_factory=dict)

    def build(self, stages: Sequence[Stage]) -> Image:
        """Build all stages; return the last one's image.

        Raises:
            UnknownInstruction: one is none that this knows; names it.
            AssertionError: a command has failed, or an instruction contradicts the others.
        """
        for number, stage in enumerate(stages):
            image = Image.base(self.folder / str(number))
            for each in stage.instructions:
                perform = _PERFORMED.get(each.name)
                if perform is None or each.flags.keys() - _FLAGS.get(each.name, set()):
                    raise UnknownInstruction(f"line {each.line}, {each.name}: tests/containers cannot carry it out yet")
                perform(self, image, each)
            self.built[stage.name] = image
        return image

    def copy(self, image: Image, each: Instruction) -> None:
        """COPY: files and the contents of folders, of the context or of another stage."""
        *sources, target = each.words
        if "from" in each.flags:
            (folder,) = sources
            there = self.built[each.flags["from"]].path(folder)
            shutil.copytree(there, image.path(target), symlinks=True, dirs_exist_ok=True)
            return
        for source in map(Path, sources):
            found = [file for file in self.files if source in (file, *file.parents)]
            assert found, f"line {each.line}: {source} is not sent to the builder"
            for file in found:
                # A file keeps its name in a target that is said to be a folder.
                below = file.relative_to(source) if file != source else Path(file.name if target.endswith("/") else "")
                copy = image.path(target) / below
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(self.source / file, copy)

    def run(self, image: Image, each: Instruction) -> None:
        """RUN: by the shell, as the user and in the folder of now."""
        whole = command(image.place, image.env, ["/bin/sh", "-c", each.text])
        done = subprocess.run(whole, text=True, capture_output=True, check=False, timeout=300)
        assert done.returncode == 0, f"line {each.line}: {done.stdout}{done.stderr}"


def _workdir(image: Image, each: Instruction) -> None:
    folder = image.path(each.text)
    folder.mkdir(parents=True, exist_ok=True)
    image.place.folder = f"/{folder.relative_to(image.root)}"


def _volume(image: Image, each: Instruction) -> None:
    # What a volume is laid over has the owner that the volume gets.
    assert image.path(each.text).is_dir(), f"line {each.line}: {each.text} is not there"
    image.volumes.append(each.text)


def _user(image: Image, each: Instruction) -> None:
    image.place.user = each.text


def _healthcheck(image: Image, each: Instruction) -> None:
    form, _, words = each.text.partition(" ")
    assert form == "CMD", f"line {each.line}: {each.text}"
    image.health = _without_a_shell(Instruction(form, {}, words.strip(), each.line))


def _stopsignal(image: Image, each: Instruction) -> None:
    image.stop_signal = signal.Signals[each.text]


def _without_a_shell(each: Instruction) -> list[str]:
    """Return the words of a command: a shell as process 1 would keep signals to itself."""
    assert each.is_exec_form, f"line {each.line}: {each.text} is for a shell"
    return each.words


_PERFORMED: Mapping[str, Callable[[Builder, Image, Instruction], None]] = {
    "COPY": Builder.copy,
    "RUN": Builder.run,
    "ENV": lambda _, image, each: image.set_variables(each),
    "LABEL": lambda _, image, each: image.labels.update(each.pairs()),
    "WORKDIR": lambda _, image, each: _workdir(image, each),
    "VOLUME": lambda _, image, each: _volume(image, each),
    "USER": lambda _, image, each: _user(image, each),
    "EXPOSE": lambda _, image, each: image.ports.update(map(int, each.words)),
    "HEALTHCHECK": lambda _, image, each: _healthcheck(image, each),
    "STOPSIGNAL": lambda _, image, each: _stopsignal(image, each),
    "ENTRYPOINT": lambda _, image, each: image.entrypoint.extend(_without_a_shell(each)),
    "CMD": lambda _, image, each: image.cmd.extend(_without_a_shell(each)),
}
