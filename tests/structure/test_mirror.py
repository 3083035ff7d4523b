"""Each module has its tests where one looks for them."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: modules whose tests stand elsewhere, or which hold nothing to test; each with its reason
ELSEWHERE = {
    "fakeserver/protocols/ews/operations": "one small file per operation; their tests are by idea",
    "fakeserver/protocols/ews/catalogue": "a table; its tests are those of reading and writing",
    "fakeserver/protocols/oauth/grants": "one small file per grant; their tests go through the endpoint",
    "fakeserver/tenant/access/policies": "one small file per switch; their tests go through the door",
}


def modules() -> list[str]:
    """Return the modules of both packages that hold code."""
    found = []
    for package in ("fakeserver", "pytest_m365"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.name != "__init__.py":
                found.append(str(path.relative_to(ROOT)))
    return found


def home_of(module: str) -> Path:
    """Return where a module's tests stand."""
    path = Path(module)
    folder = Path("plugin") if path.parts[0] == "pytest_m365" else Path(*path.parts[1:-1])
    return ROOT / "tests" / folder / f"test_{path.name}"


@pytest.mark.parametrize("module", modules())
def test_a_module_has_its_tests(module: str) -> None:
    if any(module.startswith(f"{folder}/") for folder in ELSEWHERE):
        return
    assert home_of(module).is_file(), f"{module} has no {home_of(module).relative_to(ROOT)}"


@pytest.mark.parametrize("folder", ELSEWHERE)
def test_an_exception_is_still_one(folder: str) -> None:
    assert (ROOT / folder).is_dir()
