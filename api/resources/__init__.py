"""Members, things and what happened, to read and to change one by one."""
