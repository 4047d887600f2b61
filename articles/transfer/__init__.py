"""Articles in and out: as files that people write, read and keep beside the database."""
