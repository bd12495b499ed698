"""Long work asked for over HTTP: begun, followed, cancelled, and fetched when it is done."""
