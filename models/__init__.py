"""From a repetition to a verdict on its form."""
