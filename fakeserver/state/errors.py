"""What goes wrong with a state."""


class StateError(ValueError):
    """A file cannot be used or written, or something in a tenant cannot be kept; the text says what and why."""
