"""Every ecosystem, by its name: programs first."""

from fakeserver.cli.trust.programs import PROGRAMS
from fakeserver.cli.trust.systems import SYSTEMS

RECIPES = {recipe.name: recipe for recipe in (*PROGRAMS, *SYSTEMS)}
CAUTION = (
    "Whoever has its key, ca-key.pem, can pose as these names, Microsoft's sign-in included, before everybody who "
    "trusts it. So let the program under test trust it, by a variable of its own, rather than a whole machine on which "
    "people work."
)
