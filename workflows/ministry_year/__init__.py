"""The Ministry's year: last acceptance date, lists, price commission, distribution (m.29 to 34)."""
