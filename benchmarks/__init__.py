"""How fast the loader is, beside what else could load the same file in the same run."""
