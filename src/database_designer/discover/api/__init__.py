"""What an API tells: shapes of data, operations and their paths, filters."""
