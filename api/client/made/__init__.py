"""Made by `make client`: every operation of the HTTP API."""

from api.client.made.access import AccessOperations
from api.client.made.community import CommunityOperations
from api.client.made.data import DataOperations
from api.client.made.events import EventsOperations
from api.client.made.feedback import FeedbackOperations
from api.client.made.health import HealthOperations
from api.client.made.imports import ImportsOperations
from api.client.made.jobs import JobsOperations
from api.client.made.journeys import JourneysOperations
from api.client.made.purposes import PurposesOperations
from api.client.made.recommendations import RecommendationsOperations
from api.client.made.resources import ResourcesOperations
from api.client.made.rights import RightsOperations
from api.client.made.stream import StreamOperations
from api.client.made.webhooks import WebhooksOperations
from api.client.made.weights import WeightsOperations
from api.client.made.worklist import WorklistOperations

__all__ = ["Operations"]


class Operations(
    AccessOperations,
    CommunityOperations,
    DataOperations,
    EventsOperations,
    FeedbackOperations,
    HealthOperations,
    ImportsOperations,
    JobsOperations,
    JourneysOperations,
    PurposesOperations,
    RecommendationsOperations,
    ResourcesOperations,
    RightsOperations,
    StreamOperations,
    WebhooksOperations,
    WeightsOperations,
    WorklistOperations,
):
    """Every operation, one method each."""
