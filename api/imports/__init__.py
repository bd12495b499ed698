"""Files of people's own taken in: looked at, tried, written, and taken back."""
