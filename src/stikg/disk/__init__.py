"""Stores on disk: made whole beside their place, changed all or nothing, and known by the engine that made them."""
