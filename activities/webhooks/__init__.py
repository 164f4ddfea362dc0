"""Subscribers that are called when something happens to their cases (Standard Webhooks)."""
