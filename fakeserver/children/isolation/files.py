"""What a command sees in the place of files under /etc: names, where to look them up, and whom to trust."""

import socket
from collections.abc import Iterator
from pathlib import Path

from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.folder import show
from fakeserver.machine_roots import BUNDLES, FOLDERS
from fakeserver.redirect import Redirects

#: Java's stores of the same roots, by distribution
JAVA_STORES = (
    "/etc/ssl/certs/java/cacerts",
    "/etc/pki/ca-trust/extracted/java/cacerts",
    "/var/lib/ca-certificates/java-cacerts",
)
HOSTS, RESOLVER, SWITCH = "/etc/hosts", "/etc/resolv.conf", "/etc/nsswitch.conf"
#: glibc asks this daemon before it reads /etc/hosts
CACHE_OF_NAMES = "/run/nscd/socket"


def mounts(folder: Path, redirects: Redirects, certificates: Certificates) -> Iterator[tuple[str, str]]:
    """Yield files and in whose place each is shown, as far as these are there.

    Args:
        folder: an empty one, for files that are made here.
    """
    wanted = [
        # Before the files that lie in them.
        *((certificates.copy_of(Path(place)), place) for place in FOLDERS if Path(place).is_dir()),
        *((certificates.bundle_file, place) for place in BUNDLES),
        *((certificates.java_store, place) for place in JAVA_STORES),
        (_written(folder, HOSTS, hosts(_read(HOSTS), redirects, socket.gethostname())), HOSTS),
        (_written(folder, RESOLVER, "nameserver 127.0.0.1\n"), RESOLVER),
        (_written(folder, SWITCH, switch(_read(SWITCH))), SWITCH),
        (Path("/dev/null"), CACHE_OF_NAMES),
    ]
    # Several names may be one file.
    seen: set[Path] = set()
    for source, name in wanted:
        place = Path(name)
        if place.exists() and place.resolve() not in seen:
            seen.add(place.resolve())
            yield str(source), str(place.resolve())


def hosts(before: str, redirects: Redirects, own: str) -> str:
    """Return /etc/hosts with every name that leads to the fake as one of loopback's; other names stay.

    Args:
        own: the machine's name, which some machines have from elsewhere and programs look up.
    """
    led = dict.fromkeys(name for name, _ in redirects.targets if name != "localhost")
    kept = [line for line in before.splitlines() if not led.keys() & {*line.partition("#")[0].lower().split()[1:]}]
    known = {name for line in kept for name in line.partition("#")[0].split()[1:]}
    kept += [f"127.0.0.1 {name}" for name in dict.fromkeys(("localhost", own)) if name not in known]
    return "\n".join([*kept, *(f"127.0.0.1 {name}" for name in led), ""])


def switch(before: str) -> str:
    """Return /etc/nsswitch.conf that looks host names up in /etc/hosts first, and asks no daemon of the machine."""
    others = [line for line in before.splitlines() if not line.strip().lower().startswith("hosts:")]
    return "\n".join([*others, "hosts: files dns", ""])


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8", "replace")
    except OSError:
        # Then nothing is shown in its place either.
        return ""


def _written(folder: Path, path: str, text: str) -> Path:
    file = folder / Path(path).name
    # Not for the owner alone: a command may run as somebody else.
    show(file, text.encode())
    return file
