"""Invented cases of every process, each told in the order of its dates; one file a regulation."""
