"""Whether the planner takes the indexes that were made for the access patterns, on synthetic rows."""
