"""Where imports are found over HTTP."""

IMPORTS_PATH = "/v1/imports"
