"""Dated files of everything public: built whole in a passing folder, then renamed into place."""
