"""A regular expression matcher that counts its steps, which those of the `re` module, in C, do not tell.

It backtracks as `re` does, without its short cuts, so that it takes as many steps or more: what grows with the length
here grows with it there. It has no groups, which nobody's steps depend on but those of back-references.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import islice
from typing import Any

#: a test of the character at a place; places to go on at, the first one first; a program within the program
Instruction = tuple[str, Any, Any]

#: a failure in the place of hours
MAX_STEPS = 5_000_000
_ENDLESS = import_module("re._constants").MAXREPEAT
_CLASSES: dict[str, Callable[[str], bool]] = {
    "CATEGORY_DIGIT": lambda letter: letter.isdecimal(),
    "CATEGORY_SPACE": lambda letter: letter.isspace(),
    "CATEGORY_WORD": lambda letter: letter.isalnum() or letter == "_",
}


class Matcher:
    """One regular expression."""

    def __init__(self, pattern: re.Pattern[Any]) -> None:
        self.pattern = pattern
        self.steps = 0
        octets = isinstance(pattern.pattern, bytes)
        self._narrow = octets or bool(pattern.flags & re.ASCII)
        self._program = self._compiled(import_module("re._parser").parse(pattern.pattern, pattern.flags))

    def match(self, text: Any, at: int = 0) -> re.Match[Any] | None:
        return self._found(self._run(self._program, _letters(text), at), self.pattern.match, text, at)

    def fullmatch(self, text: Any, at: int = 0) -> re.Match[Any] | None:
        program = [*self._program, ("at", "AT_END_STRING", None)]
        return self._found(self._run(program, _letters(text), at), self.pattern.fullmatch, text, at)

    def search(self, text: Any, at: int = 0) -> re.Match[Any] | None:
        letters = _letters(text)
        ends = (self._run(self._program, letters, start) for start in range(at, len(letters) + 1))
        return self._found(next((end for end in ends if end is not None), None), self.pattern.search, text, at)

    def finditer(self, text: Any, at: int = 0) -> Iterator[re.Match[Any]]:
        while at <= len(text) and (found := self.search(text, at)) is not None:
            yield found
            at = max(found.end(), found.start() + 1)

    def sub(self, new: Any, text: Any, count: int = 0) -> Any:
        for _ in islice(self.finditer(text), count or None):
            pass
        return self.pattern.sub(new, text, count)

    def __getattr__(self, name: str) -> Any:
        raise NotImplementedError(f"the steps of {name} are not counted")

    def _found(
        self, end: int | None, method: Callable[[Any, int], re.Match[Any] | None], text: Any, at: int
    ) -> re.Match[Any] | None:
        found = method(text, at)
        assert (None if found is None else found.end()) == end, f"this is not how {self.pattern.pattern!r} works"
        return found

    # --- running ---

    def _run(self, program: list[Instruction], letters: str, at: int) -> int | None:
        """Return where the first match ends."""
        waiting = [(0, at)]
        while waiting:
            line, at = waiting.pop()
            while line < len(program):
                self.steps += 1
                assert self.steps < MAX_STEPS, f"{self.pattern.pattern!r} goes through too much again"
                kind, what, other = program[line]
                line += 1
                if kind == "letter":
                    if at == len(letters) or not what(letters[at]):
                        break
                    at += 1
                elif kind == "go":
                    if other is not None:
                        waiting.append((line + other, at))
                    line += what
                elif kind == "atomic":
                    end = self._run(what, letters, at)
                    if end is None:
                        break
                    at = end
                elif kind == "ahead":
                    if (self._run(what, letters, at) is None) is other:
                        break
                elif kind == "behind":
                    if (at > 0 and what(letters[at - 1])) is not other:
                        break
                elif not _stands(what, letters, at):
                    break
            else:
                return at
        return None

    # --- compiling ---

    def _compiled(self, parsed: Iterable[tuple[Any, Any]]) -> list[Instruction]:
        return [instruction for kind, what in parsed for instruction in self._instructions(str(kind), what)]

    def _instructions(self, kind: str, what: Any) -> list[Instruction]:
        match kind:
            case "SUBPATTERN":
                return self._compiled(what[3])
            case "ATOMIC_GROUP":
                return [("atomic", self._compiled(what), None)]
            case "ASSERT" | "ASSERT_NOT":
                inside = self._compiled(what[1])
                if what[0] == 1:
                    return [("ahead", inside, kind == "ASSERT")]
                ((of, letter, _),) = inside
                assert of == "letter", "only one letter is looked behind for"
                return [("behind", letter, kind == "ASSERT")]
            case "AT":
                return [("at", str(what), None)]
            case "BRANCH":
                return self._branches([self._compiled(branch) for branch in what[1]])
            case "MAX_REPEAT" | "MIN_REPEAT":
                return self._repeated(*what, lazy=kind == "MIN_REPEAT")
            case "POSSESSIVE_REPEAT":
                return [("atomic", self._repeated(*what, lazy=False), None)]
            case _:
                return [("letter", self._is(kind, what), None)]

    def _branches(self, branches: list[list[Instruction]]) -> list[Instruction]:
        *firsts, last = branches
        program = last
        for branch in reversed(firsts):
            program = [("go", 0, len(branch) + 1), *branch, ("go", len(program), None), *program]
        return program

    def _repeated(self, least: int, most: int, parsed: Any, *, lazy: bool) -> list[Instruction]:
        body = self._compiled(parsed)

        def maybe(then: list[Instruction]) -> list[Instruction]:
            return [("go", len(then), 0) if lazy else ("go", 0, len(then)), *then]

        if most is not _ENDLESS:
            more: list[Instruction] = []
            for _ in range(most - least):
                more = maybe([*body, *more])
            return [*body * least, *more]
        assert parsed.getwidth()[0] > 0, "it would go round for ever"
        return [*body * least, *maybe([*body, ("go", -len(body) - 2, None)])]

    def _is(self, kind: str, what: Any) -> Callable[[str], bool]:
        """Return a test of one character."""
        folds = bool(self.pattern.flags & re.IGNORECASE)
        match kind:
            case "LITERAL":
                wanted = chr(what).lower() if folds else chr(what)
                return (lambda letter: letter.lower() == wanted) if folds else wanted.__eq__
            case "NOT_LITERAL":
                equal = self._is("LITERAL", what)
                return lambda letter: not equal(letter)
            case "ANY":
                whole = bool(self.pattern.flags & re.DOTALL)
                return lambda letter: whole or letter != "\n"
            case "RANGE":
                low, high = map(chr, what)
                if folds:
                    return lambda letter: low <= letter.lower() <= high or low <= letter.upper() <= high
                return lambda letter: low <= letter <= high
            case "CATEGORY":
                belongs = _CLASSES[str(what).replace("NOT_", "")]
                within = (lambda letter: letter.isascii() and belongs(letter)) if self._narrow else belongs
                return (lambda letter: not within(letter)) if "NOT_" in str(what) else within
            case "IN":
                negated = str(what[0][0]) == "NEGATE"
                tests = [self._is(str(inner), value) for inner, value in what[negated:]]
                return lambda letter: any(test(letter) for test in tests) is not negated
        raise NotImplementedError(kind)


def _letters(text: Any) -> str:
    return str(text, "latin-1") if isinstance(text, bytes | bytearray) else str(text)


def _stands(what: str, letters: str, at: int) -> bool:
    """Return whether a place is one of a kind."""
    match what:
        case "AT_BEGINNING_STRING":
            return at == 0
        case "AT_END_STRING":
            return at == len(letters)
        case "AT_BOUNDARY":
            before, behind = (
                _CLASSES["CATEGORY_WORD"](letter) for letter in (letters[at - 1 : at], letters[at : at + 1])
            )
            return before is not behind
    raise NotImplementedError(what)
