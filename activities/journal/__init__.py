"""What is kept of cases, and what is promised to them: journal, projection, receipts, history."""
