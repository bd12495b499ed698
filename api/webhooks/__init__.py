"""Webhooks: other systems are told what happens, signed, and again until they heard."""
