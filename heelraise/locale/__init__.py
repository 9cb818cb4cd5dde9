"""The catalogues: ``LANGUAGE/LC_MESSAGES/heelraise.po`` is written by people, the ``.mo`` beside it is made from it.

``make catalogue`` after changing texts; installing makes the ``.mo`` too.
"""
