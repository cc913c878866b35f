"""`python -m database_designer`."""

from database_designer.faces.cli import main

main()
