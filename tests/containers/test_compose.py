"""compose.yaml: its application runs beside a fake that is served with the same settings, under the same names."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from fakeserver import service_names
from tests.containers.contained import command, needs_root, running
from tests.containers.dockerfile import Instruction, stages
from tests.containers.image import Image
from tests.containers.test_dockerfile import DOCKERFILE, ROOT, SERVES

yaml = pytest.importorskip("yaml", reason="needs PyYAML: pip install -e '.[test]'")

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
FAKE, APP = COMPOSE["services"]["fakeserver"], COMPOSE["services"]["app"]
ALIASES: list[str] = FAKE["networks"]["mail"]["aliases"]


def test_names_are_those_that_the_fake_answers_to() -> None:
    domain = APP["environment"]["MAILBOX"].partition("@")[2]
    assert {*ALIASES} <= {*service_names.EVERY, service_names.autodiscover_name(domain)}
    # The names of the worldwide cloud that programs have in them.
    assert {"login.microsoftonline.com", "outlook.office365.com", "smtp.office365.com"} <= {*ALIASES}


def test_nothing_leads_out_and_the_application_waits_for_the_fake() -> None:
    assert COMPOSE["networks"]["mail"] == {"internal": True}
    assert FAKE.keys() & {"ports", "privileged", "user"} == set()
    assert APP["depends_on"] == {"fakeserver": {"condition": "service_healthy"}}


def volumes(service: dict[str, Any], folder: Path) -> dict[str, tuple[Path, str]]:
    """Return a service's volumes, those with names below a folder."""
    found: dict[str, tuple[Path, str]] = {}
    for each in service["volumes"]:
        source, target, *mode = each.split(":")
        path = ROOT / source if source.startswith("./") else folder / source
        assert source.startswith("./") or source in COMPOSE["volumes"]
        path.mkdir(exist_ok=True)
        found[target] = (path, mode[0] if mode else "rw")
    return found


def image_of(service: dict[str, Any], root: Path, folder: Path, settings: list[Instruction]) -> Image:
    """Return what stands for a service's image, with its variables, its volumes and the names of the network."""
    image = Image.base(root)
    for each in settings:
        image.set_variables(each)
    image.env |= service["environment"]
    image.place.volumes = volumes(service, folder)
    names = ("localhost", "fakeserver", *ALIASES)
    (root / "etc" / "hosts").write_text("".join(f"127.0.0.1 {name}\n" for name in names))
    return image


@needs_root
def test_the_application_runs_beside_a_fake_of_the_same_settings(tmp_path: Path) -> None:
    built = [each for each in stages(DOCKERFILE)[-1].instructions if each.name == "ENV"]
    fake = image_of(FAKE, tmp_path / "fake", tmp_path, built)
    app = image_of(APP, tmp_path / "app", tmp_path, [])
    # The package is shown from here; test_dockerfile.py has it installed.
    fake.place.shown = [*fake.place.shown, ROOT / "fakeserver"]
    fake.env["PYTHONPATH"] += f":{ROOT}"
    fake.place.user = "10001"
    fake.place.lowest_port = int(FAKE["sysctls"]["net.ipv4.ip_unprivileged_port_start"])
    os.chown(tmp_path / "fakeserver", 10001, 10001)

    module = ["python", "-m", "fakeserver.cli"]
    with running(fake.place, fake.env, [*module, "serve"], SERVES) as container:
        assert container.listening == {443, 993, 995, 587}
        assert container.run(*module, "health").stdout == "ok\n"
        beside = ["nsenter", f"--target={container.pid}", "--net", *command(app.place, app.env, APP["command"])]
        done = subprocess.run(beside, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Hello from a container\n", "")
