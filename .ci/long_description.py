"""Makes of README.md the page of a package index, where relative links lead nowhere. Hatchling calls it.

With an address of the repository in `[project.urls]` they become absolute; without one, the text of each and the path,
which the source distribution has.
"""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

#: a link to a file of this repository: neither an address nor an anchor of the page
RELATIVE_LINK = re.compile(r"\[([^\]]+)\]\((?![\w+.-]+:|#)([^)\s]+)\)")


class LongDescription(MetadataHookInterface):
    """Sets `readme`, which is dynamic in pyproject.toml."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set it in the project's metadata."""
        readme = Path(self.root, "README.md").read_text(encoding="utf-8")
        source = metadata.get("urls", {}).get("Source", "").rstrip("/")
        link = rf"[\1]({source}/blob/HEAD/\2)" if source else r"\1 (`\2`)"
        metadata["readme"] = {"content-type": "text/markdown", "text": RELATIVE_LINK.sub(link, readme)}
