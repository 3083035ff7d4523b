"""The example in Node: imapflow, nodemailer, msal-node and ews-javascript-api, under node:test."""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.examples.example import EXAMPLES, copied

PACKAGES = json.loads((EXAMPLES / "node" / "package.json").read_text("utf-8"))["dependencies"]


def installed() -> Path:
    """Return the folder of NODE_PATH with the packages of the example; modules do not look there by themselves."""
    for name in ("node", "npm"):
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")
    for folder in filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep)):
        if all(Path(folder, package, "package.json").exists() for package in PACKAGES):
            return Path(folder)
    pytest.skip(f"no folder of NODE_PATH has {', '.join(PACKAGES)}")


def test_its_tests_pass(tmp_path: Path) -> None:
    modules = installed()
    node = copied("node", tmp_path)
    (node.folder / "node_modules").symlink_to(modules)
    written = (node.folder / "invoices.test.mjs").read_text("utf-8").count("\ntest(")
    assert node.passed("npm", "test", count=r"pass (\d+)") == written
