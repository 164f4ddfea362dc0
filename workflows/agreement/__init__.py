"""Cooperation agreement (iş birliği belgesi): from the application to its archive."""
