"""The programme around sensing and models: coach, history, server, command line."""
