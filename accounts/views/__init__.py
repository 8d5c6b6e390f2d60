"""Pages about people: their own, those of an entity's team, those of the Secretariat."""
