"""A community of up to millions of members from a seed, and how fast it is answered."""
