"""What a community holds and what is known of it, as files to keep or to open elsewhere."""
