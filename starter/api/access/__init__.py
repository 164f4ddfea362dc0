"""Who somebody is, what the policy lets them do, and which cases are theirs."""
