"""Why a MAPI property is not set. Protocols say it in words of their own."""


class NotSettable(Exception):
    """The store works the property out, or cannot store such a value."""


class NoSuchValue(ValueError):
    """The property has values, and this is none of them."""
