"""The clinic's side: takes sessions, keeps them, shows them. Needs the extra ``server``."""
