"""Pages for the people of the Secretariat."""
