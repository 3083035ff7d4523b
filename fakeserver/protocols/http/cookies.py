"""The Cookie field of a request (RFC 6265 section 4.2.1), in the one way that takes time in proportion to its length.

`http.cookies` of Python before 3.12.6 takes time that grows with the square of a quoted value's length.
"""

#: Octets of a Cookie field that are read. Browsers send up to 4 kB for each of 50 cookies at the very most; what the
#: sign-in pages set are three short ones, and a client's own stand before or behind them.
LIMIT = 64 * 1024


def value_of(name: str, field: str) -> str:
    """Return the value of the first cookie with this name, without quotes around it; empty where there is none."""
    for pair in field[:LIMIT].split(";"):
        found, is_pair, value = pair.partition("=")
        if is_pair and found.strip() == name:
            return value.strip().removeprefix('"').removesuffix('"')
    return ""
