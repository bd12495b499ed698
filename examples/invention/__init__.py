"""How the invented community is invented."""
