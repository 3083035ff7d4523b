"""What carries the Dockerfile out refuses what it would have to guess."""

from pathlib import Path

import pytest

from tests.containers.builder import Builder, UnknownInstruction
from tests.containers.dockerfile import context, instructions, stages


def build(folder: Path, *lines: str) -> None:
    Builder(folder, context(folder, ""), folder / "image").build(stages("\n".join(["FROM scratch", *lines])))


@pytest.mark.parametrize("line", ["ONBUILD RUN true", "COPY --chmod=644 a b", "ADD a b", "SHELL ['sh']"])
def test_an_instruction_that_is_new_here_fails(tmp_path: Path, line: str) -> None:
    with pytest.raises(UnknownInstruction, match=f"line 2, {line.partition(' ')[0]}: "):
        build(tmp_path, line)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("CMD serve", "is for a shell"),
        ("HEALTHCHECK CMD fakeserver health", "is for a shell"),
        ("HEALTHCHECK NONE", "NONE"),
        ("VOLUME /nowhere", "/nowhere is not there"),
        ("COPY nothing /", "nothing is not sent to the builder"),
    ],
)
def test_one_that_contradicts_the_others_fails(tmp_path: Path, line: str, why: str) -> None:
    with pytest.raises(AssertionError, match=why):
        build(tmp_path, line)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("RUN true", "RUN stands before FROM"),
        ("FROM a b", "is no FROM"),
        ("FROM a\nRUN true \\", "line 2 goes on"),
        ("FROM a\nRUN", "line 2 is no instruction"),
    ],
)
def test_what_is_no_dockerfile_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        stages(text)


def test_lines_go_on_and_comments_are_left_out() -> None:
    text = "# first\n\nRUN one \\\n# between\n    && two\nCOPY --from=build a b\n"
    first, second = instructions(text)
    assert (first.name, first.text, first.line) == ("RUN", "one && two", 3)
    assert (second.flags, second.words) == ({"from": "build"}, ["a", "b"])


def test_arguments_are_filled_in() -> None:
    (stage,) = stages("ARG VERSION=3\nFROM python:${VERSION}-slim AS build")
    assert (stage.base, stage.name) == ("python:3-slim", "build")


def test_the_last_pattern_that_fits_decides(tmp_path: Path) -> None:
    for name in ("a/b/c.py", "a/b/c.pyc", "a/d", "e"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    sent = context(tmp_path, "# all but a\n*\n!a\n**/*.pyc\na/d\n")
    assert sent == [Path("a/b/c.py")]
