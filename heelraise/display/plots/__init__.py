"""Pictures of how the training goes (extra ``plot``)."""
