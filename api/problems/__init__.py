"""What each kind of problem means, and what to do about it."""
