"""What is replaced in libraries that look names up, connect or remember by themselves: one file a library.

Each has a function ``replaced``, which gets the library's module. None of them is imported before its library is.
"""

from __future__ import annotations
