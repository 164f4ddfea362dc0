"""Cooperation agreements played through the gate."""
