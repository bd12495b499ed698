"""Goals as a community sets them: versions that are kept, chosen and gone back to."""
