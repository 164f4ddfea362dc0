"""The Nexus service `vade`: the same acts and questions, for callers that live on Temporal."""
