"""A text that nobody changes."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.model.anchor import Anchor
from pipeline.model.digest import digest


@dataclass(frozen=True, slots=True)
class Document:
    """One normalised text (a title or a body); every offset anywhere is in code points of `text`."""

    url: str
    text: str
    text_sha: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text_sha", digest(self.text))

    def anchor(self, start: int, end: int) -> Anchor:
        """The only maker of anchors.

        Raises:
            ValueError: the range is empty or lies outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no such range in {self.url or 'the text'}: {start}..{end} of {len(self.text)}")
        return Anchor(start, end, self.text[start:end], self.text_sha)
