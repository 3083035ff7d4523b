"""A root folder and how it is run: what a Dockerfile's instructions make.

What is not here is the base image. In its place is this machine: its /usr, and the Python of this test with the
packages that it has, so that pip asks no index.
"""

import shutil
import signal
import sys
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path

from tests.containers.contained import Place
from tests.containers.dockerfile import Instruction

#: of the base image's /etc
_ETC = {
    "passwd": "root:x:0:0:root:/root:/bin/sh\n",
    "group": "root:x:0:\n",
    "shadow": "",
    "gshadow": "",
    "hosts": "127.0.0.1 localhost\n::1 localhost\n",
}
_LINKS = ("bin", "sbin", "lib", "lib64")


@dataclass
class Image:
    """One, as the instructions so far have it."""

    place: Place
    #: variables of the environment
    env: dict[str, str]
    labels: dict[str, str] = field(default_factory=dict)
    volumes: list[str] = field(default_factory=list)
    ports: set[int] = field(default_factory=set)
    health: list[str] = field(default_factory=list)
    entrypoint: list[str] = field(default_factory=list)
    cmd: list[str] = field(default_factory=list)
    stop_signal: signal.Signals = signal.SIGTERM

    @classmethod
    def base(cls, root: Path) -> "Image":
        """Make what stands for the base image, in a new folder."""
        for name in ("etc", "tmp", "proc", "dev"):
            (root / name).mkdir(parents=True)
        root.chmod(0o755)
        (root / "tmp").chmod(0o1777)
        for name in _LINKS:
            if Path("/", name).is_symlink():
                (root / name).symlink_to(Path("/", name).readlink())
        for name, text in _ETC.items():
            (root / "etc" / name).write_text(text)
        if Path("/etc/login.defs").exists():
            shutil.copy("/etc/login.defs", root / "etc")
        shown = {Path("/usr"), Path(sys.prefix), Path(sys.base_prefix)}
        shown = {path for path in shown if not shown & {*path.parents}}
        env = {
            "PATH": f"{sys.prefix}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            # What the package needs is there already, and what builds it.
            "PYTHONPATH": sysconfig.get_path("purelib"),
            "PIP_NO_INDEX": "1",
            "PIP_NO_DEPS": "1",
            # So is "no isolation" spelt in the environment.
            "PIP_NO_BUILD_ISOLATION": "0",
        }
        return cls(Place(root, sorted(shown)), env)

    @property
    def root(self) -> Path:
        """Where its files are."""
        return self.place.root

    def set_variables(self, each: Instruction) -> None:
        """ENV: set variables, in which others stand with a dollar."""
        self.env.update(each.filled(self.env).pairs())

    def path(self, name: str) -> Path:
        """Return where a file or folder of the image is on this machine; relative names are of its working folder."""
        return self.root / Path(self.place.folder, name).relative_to("/")
