"""Posts: what stands in a folder without having been sent."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post; the rest of it is as a mail's."""

    posted_time: datetime | None = None
