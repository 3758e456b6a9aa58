"""ENTHUSE: its partnerships, and the surveys of their teachers, leaders and pupils."""
