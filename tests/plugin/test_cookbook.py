"""The recipes of docs/cookbook.md are short, and fail where a program is wrong.

That they pass where it is right is asked of each block of the docs, in tests/docs.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"<!-- file: (\S+) -->\n```python\n(.*?)```", PAGE, re.DOTALL))
RECIPES = re.findall(r"<!-- recipe -->\n```python\n(.*?)```", PAGE, re.DOTALL)

#: a wrong program: what of it is replaced, and the tests that notice
WRONG = {
    "says it works": (
        'raise CannotWork(f"IMAP said: {error}") from error',
        "return imap",
        {
            "test_a_token_for_graph_opens_no_imap",
            "test_a_wrong_token_opens_nothing",
            "test_signed_in_and_not_connected",
            "test_the_wrong_object_id_is_registered",
        },
    ),
    "tries again": (
        '            imap.authenticate("XOAUTH2", lambda challenge: xoauth2)\n',
        """            try:
                imap.authenticate("XOAUTH2", lambda challenge: xoauth2)
            except imaplib.IMAP4.error:
                imap.authenticate("XOAUTH2", lambda challenge: xoauth2)
""",
        {"test_a_token_for_graph_opens_no_imap", "test_the_wrong_object_id_is_registered"},
    ),
    "keeps no token": (
        "            result = self.app.acquire_token_for_client(self.scopes)\n",
        """            self.app.remove_tokens_for_client()
            result = self.app.acquire_token_for_client(self.scopes)
""",
        {"test_tokens_come_from_the_cache"},
    ),
    "refreshes each time": (
        "acquire_token_silent_with_error(self.scopes, account)",
        "acquire_token_silent_with_error(self.scopes, account, force_refresh=True)",
        {"test_tokens_are_kept_for_an_hour"},
    ),
    "does not come back": (
        "continue  # the connection has ended; the next one has a new token",
        "raise",
        {"test_a_token_runs_out_while_it_waits"},
    ),
    "does not wait": (
        "FaultTolerance(max_wait=300)",
        "__import__('exchangelib').FailFast()",
        {"test_the_service_is_busy_twice"},
    ),
    "hammers": (
        "    for pause in (0, 1, 2, 4):\n",
        "    for pause in (0, 0, 0, 0):\n",
        {"test_it_pauses_before_it_tries_again"},
    ),
    "asks for everything": (
        "self.scopes = app, mailbox, scopes",
        "self.scopes = app, mailbox, ['https://outlook.office365.com/.default']",
        {"test_a_token_for_imap_sends_nothing", "test_it_asks_for_what_it_needs"},
    ),
    "invites nobody": (
        "from exchangelib.items import SEND_TO_ALL_AND_SAVE_COPY",
        "SEND_TO_ALL_AND_SAVE_COPY = 'SendToNone'",
        {"test_the_guest_is_invited", "test_the_second_booking_is_none"},
    ),
    "takes what it saved for the answer": (
        "    meeting.refresh()  # their answers are not in what was saved\n",
        "",
        {"test_the_second_booking_is_none"},
    ),
    "gives up when the stream breaks": (
        "continue  # what comes meanwhile waits for the next connection",
        "return",
        {"test_no_mail_is_missed"},
    ),
}


def names_in(recipe: str) -> list[str]:
    return re.findall(r"^def (test_\w+)", recipe, re.MULTILINE)


@pytest.fixture
def kitchen(pytester: pytest.Pytester) -> pytest.Pytester:
    """A folder with the programs and every recipe in a file of its own."""
    for needed in ("exchangelib", "imapclient", "time_machine"):
        pytest.importorskip(needed, reason=f"needs {needed}: pip install -e '.[test]'")
    for name, content in FILES.items():
        pytester.path.joinpath(name).write_text(content, encoding="utf-8")
    for recipe in RECIPES:
        pytester.path.joinpath(f"{names_in(recipe)[0]}.py").write_text(recipe, encoding="utf-8")
    pytester.makeini(f"[pytest]\npythonpath = . {ROOT / 'examples'}")
    return pytester


def run(pytester: pytest.Pytester, *names: str) -> dict[str, str]:
    """Run some recipes; return what became of each test, the worst where it has parameters."""
    chosen = [f"{names_in(recipe)[0]}.py" for recipe in RECIPES if set(names) & set(names_in(recipe))]
    # imaplib itself leaves a socket open where a line is lost while it logs out.
    ignoring = ("-W", "ignore::pytest.PytestUnraisableExceptionWarning")
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-n0", "-rA", "-q", *ignoring, *chosen)
    outcomes: dict[str, str] = {}
    for outcome, name in re.findall(r"^(PASSED|FAILED|ERROR) \S+::(test_\w+)", result.stdout.str(), re.MULTILINE):
        outcomes[name] = outcome if outcomes.get(name, "PASSED") == "PASSED" else outcomes[name]
    return outcomes


@pytest.mark.parametrize("how", WRONG)
def test_a_wrong_program_is_noticed(kitchen: pytest.Pytester, how: str) -> None:
    right, wrong, noticed_by = WRONG[how]
    sources = {program: program.read_text(encoding="utf-8") for program in kitchen.path.glob("*.py")}
    [(program, source)] = [(program, source) for program, source in sources.items() if right in source]
    program.write_text(source.replace(right, wrong), encoding="utf-8")
    outcomes = run(kitchen, *noticed_by)
    assert {name: outcome for name, outcome in outcomes.items() if name in noticed_by} == dict.fromkeys(
        noticed_by, "FAILED"
    )


@pytest.mark.parametrize("recipe", RECIPES, ids=[names_in(recipe)[0] for recipe in RECIPES])
def test_a_recipe_is_short(recipe: str) -> None:
    for test in re.split(r"^(?=def test_)", recipe, flags=re.MULTILINE)[1:]:
        body = re.split(r"^(?=@)", test, flags=re.MULTILINE)[0].strip().splitlines()
        assert len(body) <= 10, test
