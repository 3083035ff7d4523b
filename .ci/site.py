"""``python .ci/site.py [folder]`` builds the documentation's site, with warnings as errors, and checks its links.

Needs the extra `docs`, and no network: no page asks anything of elsewhere either, which is checked too. The folder is
build/site where none is named.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
#: attributes by which a browser fetches something at once; of a link, by what it is of
_FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
_IN_STYLE = re.compile(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//[^'\")]+")


class Page(HTMLParser):
    """What one page has: places to link to, links, and what a browser fetches to show it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag's attributes."""
        given = {name: value for name, value in attrs if value is not None}
        self.ids.update(given[name] for name in ("id", "name") if name in given)
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if (attribute := _FETCHED.get(tag)) in given:
            self.fetched.append(given[attribute])


def build(folder: Path) -> None:
    """Build the site.

    Raises:
        subprocess.CalledProcessError: Sphinx has warned of something, and printed it.
    """
    sphinx = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "--keep-going", "--jobs", "auto"]
    # What is made of the code is made anew: Sphinx looks at the pages alone.
    sphinx += ["--fresh-env"]
    subprocess.run([*sphinx, "--builder", "html", str(ROOT / "docs"), str(folder)], check=True)


def faults(folder: Path) -> Iterator[str]:
    """Yield what is wrong with a site: links that lead nowhere, and whatever a page fetches from elsewhere."""
    pages = {path: Page(path) for path in sorted(folder.rglob("*.html"))}
    for path, page in pages.items():
        name = path.relative_to(folder)
        for address in page.fetched:
            if urlsplit(address).netloc:
                yield f"{name} fetches {address}"
        for link in sorted({*page.links, *page.fetched}):
            if (wrong := _wrong(link, path, pages)) is not None:
                yield f"{name} links to {link}: {wrong}"
    for style in sorted(folder.rglob("*.css")):
        for found in _IN_STYLE.findall(style.read_text(encoding="utf-8")):
            yield f"{style.relative_to(folder)} fetches {found}"


def _wrong(link: str, path: Path, pages: dict[Path, Page]) -> str | None:
    """Return what is wrong with a link of a page; None for what is right, or leads elsewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if target.is_dir():
        target /= "index.html"
    if not target.is_file():
        return "there is no such file"
    fragment = unquote(parts.fragment)
    if fragment and target in pages and fragment not in pages[target].ids:
        return "there is no such place on the page"
    return None


def main() -> None:
    """Build and check; the exit status is 1 where something is wrong."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "site").resolve()
    build(folder)
    if found := list(faults(folder)):
        sys.exit("\n".join(found))
    print(f"{sum(1 for _ in folder.rglob('*.html'))} pages in {folder}")


if __name__ == "__main__":
    main()
