"""Requests that are sent again: carried out once, and answered as the first time."""
