"""What other systems tell by themselves: events of a Discourse forum."""
