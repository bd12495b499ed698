"""Files of people's own, taken in and taken back."""
