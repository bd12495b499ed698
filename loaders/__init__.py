"""Outside data in."""
