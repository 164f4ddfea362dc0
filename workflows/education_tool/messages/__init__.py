"""Messages of the tool review: the filing, and one document per command."""
