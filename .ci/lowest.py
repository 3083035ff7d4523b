"""``python .ci/lowest.py [extra ...]``: pip's constraints for the lowest versions that pyproject.toml allows.

Those of the package's own requirements, and of the extras that are named; where two bounds meet, the higher one.
"""

import re
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)(\[[\w,-]+\])?>=(?P<version>[\d.]+(post\d+)?)(; sys_platform .*)?")


def lowest(extras: list[str]) -> dict[str, str]:
    """Return name -> version.

    Raises:
        ValueError: a requirement has no lower bound, or more than that.
    """
    project = tomllib.loads(PROJECT.read_text())["project"]
    requirements = list(project["dependencies"])
    for extra in extras:
        requirements += project["optional-dependencies"][extra]
    versions: dict[str, str] = {}
    for requirement in requirements:
        match = _REQUIREMENT.fullmatch(requirement)
        if match is None:
            raise ValueError(f"{requirement!r} is not name>=version")
        name, version = match["name"].lower(), match["version"]
        versions[name] = max(versions.get(name, "0"), version, key=_numbers)
    return versions


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


if __name__ == "__main__":
    print("\n".join(f"{name}=={version}" for name, version in lowest(sys.argv[1:]).items()))
