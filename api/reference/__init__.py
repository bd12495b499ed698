"""The reference of the HTTP API and of the command line, made from what they say of themselves."""
