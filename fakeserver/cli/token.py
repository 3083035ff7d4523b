"""``fakeserver token``."""

from typing import Any

import click

from fakeserver.cli.asking import Asked, asking, named_values


@click.command()
@click.argument("user", required=False)
@click.option("--app", metavar="APP", help="Name or client id.  [default: the usual public, or daemon, app]")
@click.option("--scope", "scopes", multiple=True, metavar="SCOPE", help="E.g. IMAP.AccessAsUser.All; may be repeated.")
@click.option("--role", "roles", multiple=True, metavar="ROLE", help="Of an app-only token that is made up.")
@click.option("--claim", "claims", multiple=True, metavar="NAME=VALUE", help="Make a token up, with this claim.")
@click.option("--unsigned", is_flag=True, help="Make a token up that nobody has signed.")
@asking
def token(
    asked: Asked,
    /,
    *,
    user: str | None,
    app: str | None,
    scopes: tuple[str, ...],
    roles: tuple[str, ...],
    claims: tuple[str, ...],
    unsigned: bool,
) -> None:
    """Print an access token: of USER, or without one of an application by itself.

    It is what the token service would give, and is refused where that would refuse. With --claim, --role or
    --unsigned any token is made, right or wrong; a claim with the value null is left out.

    \b
        fakeserver token alice --scope IMAP.AccessAsUser.All
        fakeserver token alice --claim exp=1700000000 | fakeserver explain
        fakeserver token                    # the daemon app's own
    """
    tenant = asked.tenant
    if claims or roles or unsigned:
        forged: dict[str, Any] = named_values(claims)
        made = tenant.mint(app, user, scopes or None, roles or None, key=None if unsigned else "current", **forged)
    elif user is None:
        made = tenant.app_token(app or tenant.daemon_app, *scopes)
    else:
        made = tenant.token(app or tenant.public_app, user, *scopes)
    asked.say({"access_token": made}, [made])
