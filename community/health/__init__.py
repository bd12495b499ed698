"""How a community is: who is here, who stays, who helps, and what is to be expected.

For example::

    from community.health import health

    found = health(picture)
    found.figure("unanswered_day").figure.value
"""

from community.health.measuring import Health, health

__all__ = ["Health", "health"]
