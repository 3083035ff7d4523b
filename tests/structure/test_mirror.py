"""Each module has its tests where one looks for them.

``fakeserver/protocols/imap/session.py`` has ``tests/protocols/imap/test_session.py``. Where several small modules carry
one idea, a test file of that folder that imports the module will do.
"""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

#: Test file below tests/ -> the modules that have no tests of their own, because what they do together is tested there.
TESTED_TOGETHER: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("tested_together.toml").read_text())


def modules() -> list[Path]:
    """Return the modules of both packages that hold code, from the root."""
    paths = [path for package in ("fakeserver", "pytest_m365") for path in (ROOT / package).rglob("*.py")]
    # The contract suite is tests itself, which tests/plugin/contract/test_suite.py runs.
    held = [path for path in paths if path.name not in ("__init__.py", "conftest.py") and "test_" not in path.name[:5]]
    return sorted(path.relative_to(ROOT) for path in held)


def folder_of_tests(module: Path) -> Path:
    """Return where a module's tests stand."""
    if module.parts[0] == "pytest_m365":
        return ROOT.joinpath("tests", "plugin", *module.parts[1:-1])
    return ROOT.joinpath("tests", *module.parts[1:-1])


def has_tests(module: Path) -> bool:
    """Say whether a test file of that name is there, or one in that folder imports the module."""
    folder = folder_of_tests(module)
    if (folder / f"test_{module.name}").is_file():
        return True
    package, name = ".".join(module.parts[:-1]), re.escape(module.stem)
    imports = re.compile(
        rf"^\s*(from {re.escape(package)}\.{name} import|from {re.escape(package)} import .*\b{name}\b)", re.M
    )
    return any(imports.search(path.read_text()) for path in folder.glob("test_*.py"))


def test_each_module_has_its_tests_or_is_named_with_others() -> None:
    named = [module for together in TESTED_TOGETHER.values() for module in together]
    # Also the other way round: what has tests of its own, or is gone, is not named.
    assert sorted(str(module) for module in modules() if not has_tests(module)) == sorted(named)


def test_where_they_are_named_there_are_tests() -> None:
    assert [path for path in TESTED_TOGETHER if "def test_" not in (ROOT / "tests" / path).read_text()] == []
