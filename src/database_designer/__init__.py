"""database-designer: from requirement documents to a proven PostgreSQL database."""

__version__ = "0.1.0"
