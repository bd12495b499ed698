"""Tests of what members may decide about themselves."""
