"""The catalogues: people write ``LANGUAGE/LC_MESSAGES/heelraise.po``, the ``.mo`` beside it is made from it.

After changing texts run ``make catalogue``; installing makes the ``.mo`` too.
"""
