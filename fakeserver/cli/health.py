"""``fakeserver health``: whether a running fake answers, for what watches containers."""

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

import click

if TYPE_CHECKING:
    from http.client import HTTPConnection

#: Where a fake says that it is well.
HEALTH = "/_fake/health"
#: Of the container.
USUAL_PORT = 8443
#: Octets of the answer that are read at most.
_MOST = 65536


class Unwell(click.ClickException):
    """The fake is not well, or cannot be asked; in one line.

    The exit status is never 2, which Docker keeps for itself.
    """

    exit_code = 1


@click.command()
@click.option(
    "--endpoints",
    envvar="FAKESERVER_ENDPOINTS",
    show_envvar=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The file of `serve --endpoints`: it says where the fake is, and whom to trust.",
)
@click.option(
    "--url",
    metavar="URL",
    help="Where the fake is, in its place; what follows the port is of no matter.  "
    "[default: FAKESERVER_CONTROL_URL, or https://localhost and the port of FAKESERVER_HTTP_PORT, or 8443]",
)
@click.option(
    "--ca-dir",
    envvar="FAKESERVER_CA_DIR",
    show_envvar=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Trust the ca.pem in it, as serve keeps it.  [default: what OpenSSL trusts]",
)
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=5, show_default=True, metavar="SECONDS")
def health(*, endpoints: Path | None, url: str | None, ca_dir: Path | None, timeout: float) -> None:
    """Say whether a running fake is well: exit status 0, or 1 and why not.

    This is the health check of a container. No proxy is asked, whatever the environment says.
    """
    from http.client import HTTPException

    ca_file = None if ca_dir is None else ca_dir / "ca.pem"
    if url is None and endpoints is not None:
        url, ca_file = _written(endpoints)
    # The second variable tells serve, so that a container has one setting for both.
    usual = f"https://localhost:{os.environ.get('FAKESERVER_HTTP_PORT') or USUAL_PORT}"
    place = _place(url or os.environ.get("FAKESERVER_CONTROL_URL") or usual)
    connection = _connection(place, ca_file, timeout)
    try:
        connection.request("GET", HEALTH, headers={"Accept": "application/json"})
        with connection.getresponse() as answer:
            status, body = answer.status, answer.read(_MOST)
    except (OSError, HTTPException) as error:
        raise Unwell(f"{place.scheme}://{place.netloc} does not answer: {_reason(error)}") from error
    finally:
        connection.close()
    if status != 200:
        raise Unwell(f"{place.scheme}://{place.netloc}{HEALTH} answers {status}: is a fakeserver there?")
    if not _is_ok(body):
        raise Unwell(f"{place.scheme}://{place.netloc}{HEALTH} does not say that it is well: {body[:100]!r}")
    click.echo("ok")


def _written(endpoints: Path) -> tuple[str, Path | None]:
    """Return the URL that an endpoints file has, and its CA, if it has one."""
    import json

    try:
        facts = json.loads(endpoints.read_bytes())
        ca_file = facts["ca_file"]
        return str(facts["control_url"]), None if ca_file is None else Path(ca_file)
    except OSError as error:
        raise Unwell(f"{endpoints}: {_reason(error)}; `serve --endpoints` writes it once every port accepts") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Unwell(f"{endpoints} is no file of `serve --endpoints`") from error


def _place(url: str) -> SplitResult:
    """Read a URL, of which the host counts."""
    try:
        place = urlsplit(url)
        # Reading the port is what finds it wrong.
        is_one = place.scheme in ("http", "https") and bool(place.hostname) and place.port != 0
    except ValueError:
        is_one = False
    if not is_one:
        raise Unwell(f"{url!r} is no URL such as https://localhost:8443")
    return place


def _connection(place: SplitResult, ca_file: Path | None, timeout: float) -> "HTTPConnection":
    import ssl
    from http.client import HTTPConnection, HTTPSConnection

    assert place.hostname is not None
    if place.scheme == "http":
        return HTTPConnection(place.hostname, place.port, timeout=timeout)
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        raise Unwell(f"cannot trust {ca_file}: {_reason(error)}") from error
    return HTTPSConnection(place.hostname, place.port, timeout=timeout, context=context)


def _reason(error: Exception) -> str:
    import ssl

    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{error.verify_message}; give the CA to trust by --ca-dir or SSL_CERT_FILE"
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).strip().lower()


def _is_ok(body: bytes) -> bool:
    import json

    try:
        said = json.loads(body)
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("status") == "ok"
