"""What people may ask of a service that holds facts about them."""
