"""Tests of the cooperation agreement."""
