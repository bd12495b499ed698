"""A community with planted mentors."""
