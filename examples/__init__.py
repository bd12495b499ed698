"""Communities to try Kinpath with, and the scripts that made them."""
