"""The doors: command line, HTTP, dashboard."""
