"""Servers that others wrote, as processes; a peer that is not installed is left out, and says so."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGE = Path("oauth2-mock-server", "dist", "oauth2-mock-server.mjs")


class NotInstalledError(Exception):
    """The peer is not there; the text says where it was looked for."""


@contextmanager
def printing_its_url(*command: str) -> Iterator[str]:
    """Run a server until the block ends; gives the URL that it prints."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                found = re.search(r"listening on (\S+)|^(\w+://\S+)", line)
                if found:
                    yield found[1] or found[2]
                    return
            raise RuntimeError(f"{command[0]} ended with status {process.wait()}")
        finally:
            process.terminate()


@contextmanager
def bare_http(*arguments: str) -> Iterator[str]:
    """An aiohttp handler alone; gives its URL."""
    with printing_its_url(sys.executable, "-m", "benchmarks.bare_http", *arguments) as url:
        yield url


@contextmanager
def bare_ews() -> Iterator[str]:
    """An aiohttp handler that parses FindItem and writes its answer; gives its URL."""
    with printing_its_url(sys.executable, "-m", "benchmarks.bare_ews") as url:
        yield url


@contextmanager
def bare_smtp() -> Iterator[str]:
    """An aiosmtpd that drops what it gets; gives its URL."""
    with printing_its_url(sys.executable, "-m", "benchmarks.bare_smtp") as url:
        yield url


@contextmanager
def oauth2_mock_server() -> Iterator[str]:
    """npm's oauth2-mock-server; gives its token endpoint.

    Raises:
        NotInstalledError: node or the package is missing.
    """
    node = shutil.which("node")
    if node is None:
        raise NotInstalledError("node is not installed")
    script = next((folder / PACKAGE for folder in _module_folders() if (folder / PACKAGE).is_file()), None)
    if script is None:
        raise NotInstalledError("node has no oauth2-mock-server: npm install it, and set NODE_PATH")
    with printing_its_url(node, str(script), "-a", "127.0.0.1", "-p", "0") as url:
        yield f"{url}/token"


def _module_folders() -> list[Path]:
    """Return where node's packages may be: NODE_PATH, this project's own folder, npm's global one."""
    folders = [Path(entry) for entry in os.environ.get("NODE_PATH", "").split(os.pathsep) if entry]
    folders.append(Path("node_modules").resolve())
    npm = shutil.which("npm")
    if npm is not None:
        root = subprocess.run([npm, "root", "--global"], capture_output=True, text=True, check=False)
        folders.append(Path(root.stdout.strip() or "."))
    return folders
