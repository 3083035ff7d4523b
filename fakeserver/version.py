"""The version of the package, which takes it from here; docs/releasing.md says when it changes."""

__version__ = "0.2.0"
