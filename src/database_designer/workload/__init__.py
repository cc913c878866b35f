"""What a file of SQL statements asks of the tables of a schema."""

from database_designer.workload.accesses import Workload, read_workload
from database_designer.workload.existing import existing_index
from database_designer.workload.statements import statements

__all__ = ["Workload", "existing_index", "read_workload", "statements"]
