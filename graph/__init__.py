"""What is known of a community, and where it is kept."""

from graph.documents import Document, Documents, open_documents
from graph.errors import KinpathError
from graph.records import Entity, EntityId, Record, Relationship, entity_id
from graph.schema import RELATIONSHIPS, EntityKind, RelationshipKind
from graph.store import GraphStore, list_communities, open_store

__all__ = [
    "RELATIONSHIPS",
    "Document",
    "Documents",
    "Entity",
    "EntityId",
    "EntityKind",
    "GraphStore",
    "KinpathError",
    "Record",
    "Relationship",
    "RelationshipKind",
    "entity_id",
    "list_communities",
    "open_documents",
    "open_store",
]
