"""What people see of a case: attributes, details, lists."""
