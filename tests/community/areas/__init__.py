"""Tests of `community.areas`."""
