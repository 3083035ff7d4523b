"""Why something was refused, for the developer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fakeserver.tenant.moved import moved


@moved({"mend": "fix"})
@dataclass(frozen=True, slots=True)
class Explanation:
    """One refusal, explained."""

    #: the refusal's class name; of an error that is a protocol's own, what people know it by
    name: str
    #: one sentence
    sentence: str
    #: the claim or switch that decided, as an admin or a token reader knows it; may be empty
    rule: str = ""
    #: the values that decided
    facts: Mapping[str, object] = field(default_factory=dict)
    #: what would let it pass on the fake, in code; may be empty
    fix: str = ""
    #: what would let it pass in a real tenant: PowerShell, or steps in a portal; may be empty
    real: str = ""
    #: where it is documented, without ``https://``; may be empty
    page: str = ""
    #: the relevant claims of the token that was refused, by name; empty where no token was shown, or none to read
    token: Mapping[str, str] = field(default_factory=dict)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What there is to say after the sentence, each with its label; facts that the rule holds are not repeated."""
        facts = [f"{name}={value}" for name, value in self.facts.items() if str(value) not in self.rule]
        claims = [f"{name}={value}" for name, value in self.token.items()]
        said = (
            ("rule", self.rule),
            ("facts", ", ".join(facts)),
            ("token", ", ".join(claims)),
            ("on the fake", self.fix),
            ("in a real tenant", self.real),
            ("page", self.page and f"https://{self.page}"),
        )
        return [(label, text) for label, text in said if text]

    def __str__(self) -> str:
        return "\n".join([f"{self.name}: {self.sentence}", *(f"  {label}: {text}" for label, text in self.lines)])
