"""``fakeserver ca``: a kept authority, and how to trust it. What only it needs is imported when it runs."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fakeserver.cli.common import UsageProblem
from fakeserver.cli.trust.options import ca_dir_option

if TYPE_CHECKING:
    from fakeserver.cli.trust.recipe import Recipe
    from fakeserver.listeners.authorities.kept import KeptAuthority


def _recipe(context: click.Context, parameter: click.Parameter, value: str | None) -> "Recipe | None":
    """Find what an ecosystem's name means."""
    if value is None:
        return None
    from fakeserver.cli.trust.recipes import RECIPES
    from fakeserver.suggestion import suggestion

    if value.lower() not in RECIPES:
        raise click.BadParameter(f"no ecosystem is {value!r}{suggestion(value, RECIPES)}")
    return RECIPES[value.lower()]


@click.command()
@ca_dir_option("The folder that serve keeps it in.", required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "pem", "bundle", "jks"]),
    default="text",
    show_default=True,
    help="What to print: how to trust it; the certificate; this machine's roots with it; the same for Java.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it there rather than to standard output.",
)
@click.argument("ecosystem", required=False, callback=_recipe)
def ca(*, ca_dir: Path, form: str, output: Path | None, ecosystem: "Recipe | None") -> None:
    """Print how to trust the authority that serve keeps by --ca-dir: everywhere, or in one ECOSYSTEM.

    \b
        fakeserver ca --ca-dir ca
        fakeserver ca --ca-dir ca java
        fakeserver ca --ca-dir ca --format bundle > roots.pem

    Ecosystems: python, requests, msal, certifi, node, java, dotnet, go, ruby, php, curl, wget, openssl, git, debian,
    alpine, rhel, macos, windows, firefox, chromium, docker.
    """
    from fakeserver.listeners.authorities.kept import KeptAuthority
    from fakeserver.listeners.authorities.kept_files import AuthorityError

    if ecosystem is not None and form != "text":
        raise click.UsageError(f"--format {form} is the same for every ecosystem: leave out {ecosystem.name!r}")
    try:
        content = _content(KeptAuthority.read(ca_dir), form, ecosystem)
    except AuthorityError as error:
        raise UsageProblem(str(error)) from error
    if output is not None:
        try:
            output.write_bytes(content)
        except OSError as error:
            raise UsageProblem(f"cannot write {output}: {(error.strerror or str(error)).lower()}") from error
    elif form == "jks" and sys.stdout.isatty():
        raise click.UsageError("a store for Java is nothing to read: add --output roots.jks")
    else:
        click.echo(content, nl=False)


def _content(authority: "KeptAuthority", form: str, ecosystem: "Recipe | None") -> bytes:
    if form == "text":
        return ("\n".join(_text(authority, ecosystem)).rstrip() + "\n").encode()
    if form == "pem":
        return authority.certificate
    from fakeserver.listeners.certificates import machine_roots
    from fakeserver.listeners.trust_files import java_store

    bundle = machine_roots() + b"\n" + authority.certificate
    return bundle if form == "bundle" else java_store(bundle)


def _text(authority: "KeptAuthority", ecosystem: "Recipe | None") -> Iterator[str]:
    from textwrap import fill

    from fakeserver.cli.trust.recipe import WIDTH
    from fakeserver.cli.trust.recipes import CAUTION, RECIPES

    if ecosystem is not None:
        yield from ecosystem.printed(authority.file)
        return
    for name, value in authority.described().items():
        yield fill(
            f"{name:<11} {value}", WIDTH, subsequent_indent=" " * 12, break_on_hyphens=False, break_long_words=False
        )
    yield ""
    yield fill(CAUTION, WIDTH)
    for recipe in RECIPES.values():
        yield ""
        yield from recipe.printed(authority.file)
