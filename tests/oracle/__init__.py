"""A second, independent computation of the marts, and random worlds to compare them on."""
