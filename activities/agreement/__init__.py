"""Registers of cooperation agreements alone: members, reports, trainings, the kütük."""
