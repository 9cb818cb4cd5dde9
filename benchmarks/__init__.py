"""Measuring speed, peers and accuracy. Not part of the product."""
