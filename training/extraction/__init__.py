"""Learns the block score of extraction from pages with known text."""
