"""Pages for people who act for an entity."""
