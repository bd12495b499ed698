"""Who and what suits whom."""
