"""Does it work, how fast, and against whom."""
