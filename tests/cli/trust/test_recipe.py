"""How a recipe is printed."""

import json
import shlex
from pathlib import Path

import pytest

from fakeserver.cli.trust.recipe import WIDTH, Recipe, Way

AWKWARD = Path("/our ca's \\ folder/ca.pem")


def test_a_path_stands_in_a_block_as_its_language_wants_it() -> None:
    assert shlex.split(Way("", "cat {ca} {folder}").block_for(AWKWARD)) == ["cat", str(AWKWARD), str(AWKWARD.parent)]
    assert json.loads(Way("", '{"a": {ca}}', "json").block_for(AWKWARD)) == {"a": str(AWKWARD)}
    assert eval(Way("", "[{ca}]", "python").block_for(AWKWARD)) == [str(AWKWARD)]
    assert Way("", "x {ca}", "powershell").block_for(AWKWARD) == "x '/our ca''s \\ folder/ca.pem'"
    assert Way("", "COPY ca.pem /ca.pem", "dockerfile").block_for(AWKWARD) == "COPY ca.pem /ca.pem"


def test_words_are_wrapped_and_commands_are_not() -> None:
    long = "word " * 60
    lines = "\n".join(Recipe("sh", "Shells", (Way(long, f"echo {long}"),)).printed(Path("ca.pem"))).splitlines()
    assert lines[0] == "Shells (sh)"
    words = [line for line in lines if line.startswith("  word")]
    assert len(words) > 2
    assert max(map(len, words)) <= WIDTH
    assert [line for line in lines if "echo" in line] == [f"      echo {long}"]


@pytest.mark.parametrize(("elsewhere", "words"), [("", "Why."), ("for macOS", "Why. (Not run here.)")])
def test_on_a_page_a_block_that_no_test_runs_says_so(elsewhere: str, words: str) -> None:
    page = "\n".join(Recipe("sh", "Shells", (Way("Why.", "cat {ca}", elsewhere=elsewhere),)).markdown(Path("ca.pem")))
    assert page == f"### Shells\n\n{words}\n\n```sh\ncat ca.pem\n```\n"
