"""Every block of Python in README.md and docs/ runs, on the fake and on the live target.

On live each passes, or says that it is about what only the fake can do; which these are is a rule, so that a block
that fails there, or is skipped for another reason, fails here.
"""

import sys
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.docs.snippets import OTHERS, PAGES, ROOT, name_of, on_live, on_the_fake, snippets, write
from tests.live.project import Project
from tests.live.twin import Twin

PYTHONPATH = f"{ROOT} {ROOT / 'examples'}"
#: what lies in the live mailbox; what was removed for good is elsewhere
FOREIGN = "[each for each in content(tenant.mailbox(user.address)) if 'Recoverable' not in each.folder]"


def outcomes(report: Path) -> dict[str, set[str]]:
    """Return what became of each test; of one with parameters, of each of these."""
    found: dict[str, set[str]] = defaultdict(set)
    for case in ElementTree.parse(report).iter("testcase"):
        said = {"skipped": "skipped: ", "failure": "failed: ", "error": "error: "}
        ended = {said[each.tag] + each.get("message", "") for each in case if each.tag in said}
        found[f"{case.get('classname')}.{case.get('name', '').partition('[')[0]}"] |= ended or {"passed"}
    return found


def unexpected(found: dict[str, set[str]], expected: dict[str, str]) -> dict[str, set[str]]:
    """Return what became otherwise of tests, those without any outcome among them."""
    otherwise = {name: {"did not run"} for name in expected.keys() - found.keys()}
    for name, ended in found.items():
        if wrong := {each for each in ended if name not in expected or not each.startswith(expected[name])}:
            otherwise[name] = wrong
    return otherwise


@pytest.fixture
def all_installed() -> None:
    """The packages that snippets import."""
    local = {snippet.path.stem for snippet in snippets()} | {path.stem for path in (ROOT / "examples").glob("*.py")}
    for module in sorted({name for snippet in snippets() for name in snippet.imports} - local):
        if module not in sys.stdlib_module_names:
            pytest.importorskip(module, reason=f"needs {module}: pip install -e '.[test]'")


@pytest.mark.parametrize("pages", ["the cookbook", "all others"])
def test_on_the_fake(all_installed: None, pytester: pytest.Pytester, pages: str) -> None:
    """In two runs of the same length, since it takes a busy machine minutes; a run for each page would take longer."""
    found = {name.partition(".")[0] for name in on_the_fake()}
    folders = {"cookbook"} if pages == "the cookbook" else found - {"cookbook"}
    write(pytester.path)
    pytester.makeini(f"[pytest]\npythonpath = {PYTHONPATH}")
    ran = pytester.runpytest_subprocess("-p", "no:randomly", "--junitxml=report.xml", *sorted(folders))
    expected = {name: outcome for name, outcome in on_the_fake().items() if name.partition(".")[0] in folders}
    assert unexpected(outcomes(pytester.path / "report.xml"), expected) == {}, ran.stdout.str()


@pytest.mark.parametrize(
    "via", ["imap", pytest.param("ews", marks=pytest.mark.slow), pytest.param("graph", marks=pytest.mark.slow)]
)
def test_on_live(all_installed: None, tmp_path: Path, via: str) -> None:
    """As a user whose password is enough, with the application beside, and others' mail in the mailbox."""
    write(tmp_path)
    with Twin() as twin:
        twin.do("fill(tenant.mailbox(user.address), 24)")
        before, led = twin.do(FOREIGN), twin.environment
        project = Project(tmp_path, twin, ini={"pythonpath": PYTHONPATH})
        plugins = ("-p", "pytest_socket", "-p", "pytest_django.plugin")
        who = {"M365_SIGN_IN": "user", "M365_ALLOW_PASSWORD": "1", "M365_PASSWORD": led["M365_PASSWORD"]}
        ran = project.run(*plugins, "--junitxml=report.xml", M365_MAILBOX_VIA=via, **who)
        found = outcomes(tmp_path / "report.xml")
        assert unexpected(found, on_live()) == {}, ran
        assert ran.returncode == 0, ran
        # What the snippets have delivered is gone, and their programs have touched nothing else.
        assert twin.do(FOREIGN) == before
    assert list(found.values()).count({"passed"}) >= 12


def test_whatever_is_not_as_expected_is_named() -> None:
    expected = {"fits": "skipped: m365_clock", "fails": "passed", "is left out": "passed"}
    found = {"fits": {"skipped: m365_clock moves"}, "fails": {"passed", "skipped: not today"}, "is new": {"passed"}}
    assert unexpected(found, expected) == {
        "fails": {"skipped: not today"},
        "is left out": {"did not run"},
        "is new": {"passed"},
    }


def test_outcomes_are_those_of_all_parameters(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    cases = (
        '<testcase classname="a.b" name="test_it[1]"/><testcase classname="a.b" name="test_it[2]"><error message="x"/>'
    )
    report.write_text(f"<testsuites><testsuite>{cases}</testcase></testsuite></testsuites>")
    assert outcomes(report) == {"a.b.test_it": {"error: x", "passed"}}


def test_each_other_page_is_there() -> None:
    assert OTHERS.keys() <= {name_of(page) for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_each_block_of_a_page_is_read(page: Path) -> None:
    blocks = page.read_text(encoding="utf-8").count("```python")
    assert len([each for each in snippets() if each.page == page]) == (0 if name_of(page) in OTHERS else blocks)


def test_every_block_is_a_file_or_has_a_test() -> None:
    assert [f"{each.page.name}:{each.line}" for each in snippets() if not each.file and not list(each.tests())] == []


@pytest.mark.parametrize(
    ("test", "outcome"),
    [
        ("def test_it(m365_mailbox, tmp_path): ...", "passed"),
        ("def test_it(m365, program): ...", "passed"),
        ("def test_it(m365, alice): ...", "skipped: m365_fake is every control of the fake's tenant, and this is"),
        ("def test_it(m365, m365_clock): ...", "skipped: m365_clock moves the fake's time, and this is"),
        ("@pytest.mark.m365_fake\ndef test_it(m365): ...", "skipped: runs on the fake target only"),
        ("@pytest.mark.m365(imap=False)\ndef test_it(m365): ...", "skipped: the live tenant is not known to have"),
    ],
)
def test_the_rule(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, test: str, outcome: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"```python\n{test}\n```\n")
    monkeypatch.setattr("tests.docs.snippets.PAGES", [page])
    (said,) = on_live().values()
    assert said.startswith(outcome)
