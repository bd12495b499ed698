"""The host against its members: what each says it is for, both ways and over time.

For example:

    >>> from community.alignment import alignment, alignment_report
    >>> found = alignment(picture, embedder)
    >>> print(found.figures[1])
    41 % [35 %, 47 %]
    >>> [theme.name for theme in found.themes if theme.spoken_of == "nowhere"]
    ['ring, hour, grown']
"""

from community.alignment.measuring import alignment
from community.alignment.report import alignment_report
from community.alignment.results import Alignment, MemberAlignment

__all__ = ["Alignment", "MemberAlignment", "alignment", "alignment_report"]
