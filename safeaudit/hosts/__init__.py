"""Doors into the audit: one module a host, each turning what it holds into a Grid."""
