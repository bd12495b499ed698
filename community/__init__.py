"""What a community means: purpose, journeys, reputation, outcomes, health."""
