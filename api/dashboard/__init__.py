"""The dashboard for those who care for a community: pages made on the server."""
