"""Links from the pages to the project's own files outside of docs/, which the site does not have.

On a code host they lead to the file. The site shows its path, and a link where ``source_address`` says where the files
are. One that leads to nothing is a warning, and so an error of the build.
"""

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

_LOGGER = logging.getLogger(__name__)


class Outside(SphinxTransform):
    """Turn them into paths, before MyST asks for a page of that name."""

    default_priority = 10

    def apply(self, **kwargs: Any) -> None:
        """Look at every link of a page."""
        for link in list(self.document.findall(_is_local)):
            self._replace(link)

    def _replace(self, link: nodes.Element) -> None:
        target = str(link.get("reftarget") or link.get("refuri")).partition("#")[0]
        page = Path(self.env.doc2path(self.env.docname))
        path = (page.parent / target).resolve()
        if target.startswith("/"):
            # MyST takes it for a page already, and has its name without the ending.
            path = path.with_name(f"{path.name}.md")
        root = Path(self.env.srcdir).resolve()
        if path.is_relative_to(root):
            return
        if not path.exists():
            _LOGGER.warning("%s is not there", target, location=link)
        name = path.relative_to(root.parent).as_posix() if path.is_relative_to(root.parent) else target
        address = self.config.source_address
        shown = link.astext()
        literal = nodes.literal(name, name)
        if address:
            link.replace_self(nodes.reference(shown, shown, refuri=f"{address}/{name}"))
        elif shown.strip("`") in (name, target):
            link.replace_self(literal)
        else:
            link.replace_self([nodes.Text(f"{shown} ("), literal, nodes.Text(")")])


def _is_local(node: nodes.Node) -> bool:
    if isinstance(node, addnodes.pending_xref | addnodes.download_reference):
        return str(node.get("reftarget", "")).startswith(("../", "/"))
    return isinstance(node, nodes.reference) and str(node.get("refuri", "")).startswith("../")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.add_config_value("source_address", "", "env", types=[str])
    app.add_transform(Outside)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
