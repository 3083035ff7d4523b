"""A page of the token service, as a reader without a screen takes it in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """One form of a page: where it goes, and what it sends unless told otherwise."""

    action: str = ""
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, button: str | None = None, **values: str) -> dict[str, str]:
        """Return what it sends by a button's value, the first one's unless said otherwise."""
        name, value = next((b for b in self.buttons if b[1] == button), self.buttons[0] if self.buttons else ("", ""))
        assert button is None or value == button, f"no button {button!r} in {self.buttons}"
        return {**self.fields, **({name: value} if name else {}), **values}


class Page(HTMLParser):
    """Its forms, and the text that a person reads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.text = ""
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("style", "script"):
            self._hidden += 1
        elif tag == "form":
            self.forms.append(Form(values["action"], values.get("method", "get")))
        elif tag == "input" and (values.get("type") != "checkbox" or "checked" in values):
            self.forms[-1].fields[values["name"]] = values.get("value", "")
        elif tag == "button":
            self.forms[-1].buttons.append((values.get("name", ""), values.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text += data
