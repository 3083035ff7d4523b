"""The table, by kind of circumstance."""

from tests.matrix.families import basic, permissions, tokens
from tests.matrix.table import Family

FAMILIES: tuple[Family, ...] = (tokens.FAMILY, permissions.FAMILY, basic.FAMILY)
