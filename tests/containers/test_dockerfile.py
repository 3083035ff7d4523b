"""Each instruction of the Dockerfile is carried out in a clean root folder, and what it makes is run as a container."""

import os
from pathlib import Path

import pytest

from tests.containers.builder import Builder
from tests.containers.contained import needs_root, running
from tests.containers.dockerfile import context, stages
from tests.containers.image import Image

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
IGNORED = (ROOT / ".dockerignore").read_text("utf-8")
#: in the last lines that serve prints
SERVES = "daemon app"

#: asks in the container by the service's name, as other containers do
ASKS = """
import socket, ssl, sys
context = ssl.create_default_context(cafile="/data/ca/ca.pem")
for port in map(int, sys.argv[1:]):
    with socket.create_connection(("fakeserver", port), 60) as raw:
        print(context.wrap_socket(raw, server_hostname="fakeserver").version())
"""


@pytest.fixture
def image(tmp_path: Path) -> Image:
    """What the Dockerfile makes, with a new volume."""
    pytest.importorskip("hatchling", reason="needs hatchling, which builds the package: pip install -e '.[test]'")
    pytest.importorskip("pip", reason="needs pip, which the Dockerfile calls")
    made = Builder(ROOT, context(ROOT, IGNORED), tmp_path / "image").build(stages(DOCKERFILE))
    (name,) = made.volumes
    volume = tmp_path / "volume"
    volume.mkdir()
    # It gets the owner of the folder that it covers.
    covered = made.path(name).stat()
    os.chown(volume, covered.st_uid, covered.st_gid)
    made.place.volumes = {name: (volume, "rw")}
    with (made.root / "etc" / "hosts").open("a") as hosts:
        hosts.write("127.0.0.1 fakeserver\n")
    return made


def test_only_what_the_image_is_built_from_is_sent_to_the_builder() -> None:
    sent = context(ROOT, IGNORED)
    assert {path.parts[0] for path in sent} == {
        "pyproject.toml", "README.md", "LICENSE", ".ci", "fakeserver", "pytest_m365",
    }  # fmt: skip
    assert [str(path) for path in sent if path.parts[0] == ".ci"] == [".ci/long_description.py"]
    assert [path for path in sent if "__pycache__" in path.parts] == []
    assert Path("fakeserver/py.typed") in sent


def test_its_base_is_small() -> None:
    assert {stage.base for stage in stages(DOCKERFILE)} == {"python:3.13-slim"}


@needs_root
def test_each_instruction_is_carried_out_and_the_container_serves_until_it_is_stopped(image: Image) -> None:
    # Neither sources nor pip are in it, and it is nobody's who may do more than others.
    assert not (image.root / "build").exists()
    assert not list(image.path("/opt/fakeserver").rglob("pip"))
    assert image.place.owner == (10001, 10001)
    ((volume, _),) = image.place.volumes.values()

    authorities = []
    for _ in ("its first start", "another one"):
        with running(image.place, image.env, [*image.entrypoint, *image.cmd], SERVES) as container:
            assert container.listening == image.ports
            healthy = container.run(*image.health)
            assert (healthy.returncode, healthy.stdout, healthy.stderr) == (0, "ok\n", "")
            ports = [image.env[f"FAKESERVER_{name}_PORT"] for name in ("HTTP", "IMAP", "POP3")]
            assert container.run("python", "-c", ASKS, *ports).stdout == "TLSv1.3\n" * 3
            container.send_signal(image.stop_signal)
            _, err = container.process.communicate(timeout=60)
            assert (container.process.returncode, err) == (0, "")
        authorities.append((volume / "ca" / "ca.pem").read_text())
    assert authorities[0] == authorities[1]
