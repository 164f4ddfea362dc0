"""What a deployed worker imports: settings, connection, migrations, what it serves."""
