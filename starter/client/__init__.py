"""What a service imports: the typed client, its answers, the published contract."""
