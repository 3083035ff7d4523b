"""The example in Node: imapflow, nodemailer, msal-node and ews-javascript-api, under node:test."""

import json
import os
import re
from pathlib import Path

import pytest

from tests.examples.example import EXAMPLES, copied, needs

PACKAGES = json.loads((EXAMPLES / "node" / "package.json").read_text("utf-8"))["dependencies"]


def installed() -> Path:
    """Return the folder of NODE_PATH that has the packages of the example: modules do not look there by themselves."""
    for folder in filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep)):
        if all(Path(folder, package, "package.json").exists() for package in PACKAGES):
            return Path(folder)
    pytest.skip(f"no folder of NODE_PATH has {', '.join(PACKAGES)}: npm install them")


def test_its_tests_pass(tmp_path: Path) -> None:
    needs("node", "npm", packages="nodejs npm")
    node = copied("node", tmp_path)
    (node.folder / "node_modules").symlink_to(installed())
    assert re.findall(r"^\W*(pass|skipped|todo) (\d+)$", node.said(), re.MULTILINE) == [
        ("pass", str(node.count("invoices.test.mjs", "\ntest("))),
        ("skipped", "0"),
        ("todo", "0"),
    ]
