"""The embedder that the settings ask for."""

from __future__ import annotations

from api.settings import Settings
from graph.embeddings import SentenceTransformerEmbedder


def embedder_of(settings: Settings) -> SentenceTransformerEmbedder:
    """The chosen model on the chosen backend; nothing is loaded yet."""
    return SentenceTransformerEmbedder(settings.model, backend=settings.embedding_backend)
