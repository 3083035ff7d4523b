"""The recipes that are not run here name what the image has."""

import re
import shutil
import subprocess
import tomllib
from typing import Any

import pytest

from fakeserver.config.well_known import WELL_KNOWN
from tests.containers.dockerfile import stages
from tests.containers.test_dockerfile import DOCKERFILE, ROOT

yaml = pytest.importorskip("yaml", reason="needs PyYAML: pip install -e '.[test]'")

EXAMPLES = ROOT / "examples" / "containers"
PAGE = (ROOT / "docs" / "containers.md").read_text("utf-8")
RECIPES = ["github-workflow.yml", "test_with_testcontainers.py", "testcontainers.test.mjs", "../../compose.yaml"]
#: the image's, as its instruction EXPOSE has them
(PORTS,) = [each.words for each in stages(DOCKERFILE)[-1].instructions if each.name == "EXPOSE"]
KNOWN = tomllib.loads(WELL_KNOWN)


@pytest.mark.parametrize("name", RECIPES)
def test_ids_and_secrets_are_the_well_known_ones(name: str) -> None:
    text = (EXAMPLES / name).read_text("utf-8")
    assert KNOWN["tenant_id"] in text
    assert {KNOWN["daemon_app"]["client_id"], KNOWN["daemon_app"]["secret"]} <= {*re.findall(r"[\w-]+", text)}
    guids = {*re.findall(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", text)}
    assert guids == {KNOWN["tenant_id"], KNOWN["daemon_app"]["client_id"]}


@pytest.mark.parametrize("name", RECIPES[1:3])
def test_testcontainers_ask_at_the_images_ports(name: str) -> None:
    text = (EXAMPLES / name).read_text("utf-8")
    declared = re.search(r"^(?:const )?PORTS = [\[(](.*)[\])]", text, re.MULTILINE)
    assert declared
    assert declared[1].split(", ") == PORTS
    assert {*re.findall(r"\b8\d{3}\b", text)} <= {*PORTS}


def test_the_workflow_maps_the_images_ports() -> None:
    (job,) = yaml.safe_load((EXAMPLES / "github-workflow.yml").read_text("utf-8"))["jobs"].values()
    assert job["services"]["fakeserver"]["ports"] == [f"{port}:{port}" for port in PORTS]
    assert {value.rpartition(":")[2] for name, value in job["env"].items() if name in ("IMAP", "SMTP")} < {*PORTS}


def test_the_page_names_the_images_ports_and_no_others() -> None:
    assert {*re.findall(r"\b8\d{3}\b", PAGE)} == {*PORTS}
    published = re.findall(r"-p (\d+):(\d+)", PAGE)
    assert published == [(port, port) for port in PORTS]


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
def test_yaml_of_the_page_can_be_read(block: str) -> None:
    read: Any = yaml.safe_load(block)
    assert read


def test_the_names_by_hand_are_those_of_compose() -> None:
    aliases = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]["fakeserver"]["networks"]["mail"]
    by_hand = re.findall(r"- ([\w.]+)=192\.0\.2\.10", PAGE)
    assert len(by_hand) == 3
    assert {*by_hand} <= {*aliases["aliases"]}


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_node_reads_the_recipe_for_node() -> None:
    read = ["node", "--check", str(EXAMPLES / "testcontainers.test.mjs")]
    assert subprocess.run(read, capture_output=True, text=True, check=False, timeout=60).stderr == ""
