"""What people see in a terminal: the practice view and the summary."""
