"""Each module has its tests where one looks for them.

``fakeserver/protocols/imap/session.py`` has ``tests/protocols/imap/test_session.py``. Where several small modules carry
one idea, a test file of that folder that imports the module will do.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

#: folders of many small files of one form, whose tests are by what they do together
BY_IDEA = (
    "fakeserver/protocols/ews/operations",
    "fakeserver/protocols/ews/properties",
    "fakeserver/protocols/oauth/grants",
    "fakeserver/tenant/refusals",
)


def modules() -> list[Path]:
    """Return the modules of both packages that hold code, from the root."""
    paths = [path for package in ("fakeserver", "pytest_m365") for path in (ROOT / package).rglob("*.py")]
    return sorted(path.relative_to(ROOT) for path in paths if path.name != "__init__.py")


def folder_of_tests(module: Path) -> Path:
    """Return where a module's tests stand."""
    if module.parts[0] == "pytest_m365":
        return ROOT / "tests" / "plugin"
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
    return any(imports.search(path.read_text()) for path in folder.glob("*.py"))


def test_each_module_has_its_tests() -> None:
    without = [str(module) for module in modules() if not str(module).startswith(BY_IDEA) and not has_tests(module)]
    assert without == []


def test_folders_by_idea_are_tested_at_all() -> None:
    for folder in BY_IDEA:
        tests = folder_of_tests(Path(folder, "any.py"))
        assert list(tests.parent.rglob("test_*.py")), f"nothing tests {folder}"
