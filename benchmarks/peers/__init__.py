"""What Kinpath is compared with: simple methods that it has to beat, one file each."""

from benchmarks.peers.embedding_only import EmbeddingOnly
from benchmarks.peers.popularity import Popularity
from benchmarks.peers.recency_popularity import RecencyPopularity
from benchmarks.peers.tfidf import Tfidf

__all__ = ["EmbeddingOnly", "Popularity", "RecencyPopularity", "Tfidf"]
