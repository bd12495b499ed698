"""The five questions of shared purpose, answered from data where it can be.

For example:

    >>> from community.shared_purpose import shared_purpose, shared_purpose_report
    >>> found = shared_purpose(picture)
    >>> [(each.name, each.size.count) for each in found.types][:2]
    [('member', 214), ('donor', 26)]
    >>> found.features[0].name
    'Match those who seek a skill with those who have it'
"""

from community.shared_purpose.measuring import SharedPurpose, shared_purpose
from community.shared_purpose.report import shared_purpose_report

__all__ = ["SharedPurpose", "shared_purpose", "shared_purpose_report"]
