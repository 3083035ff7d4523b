"""Sphinx's settings for the site: ``python .ci/site.py`` builds it, with warnings as errors, and checks its links.

The pages are Markdown whose links work on a code host too. Nothing here asks the network: themes, fonts and scripts are
local, and no inventory of another project is fetched.
"""

import sys
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

from fakeserver import __version__

sys.path.insert(0, str(Path(__file__).parent / "_extensions"))

project = "pytest-m365"
author = "the authors of pytest-m365"
release = version = __version__
html_title = f"pytest-m365 {release}"
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "assumptions",
    "causes",
    "docstrings",
    "outside",
]
exclude_patterns = ["_build"]
# Two classes are called Mailbox, which their name in a signature does not tell apart. Links of pages are still checked.
suppress_warnings = ["ref.python"]
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence", "deflist"]

html_theme = "furo"
html_static_path = ["_static"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False

# Docstrings are plain English, with Google's sections. `x` in them is code.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True}
autodoc_preserve_defaults = True
add_module_names = False
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 100


def setup(app: Sphinx) -> None:
    """Show diagrams, which a code host draws, as the text that they are."""
    app.add_lexer("mermaid", TextLexer)
