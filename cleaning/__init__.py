"""What people type where a list of categories stands: which category they mean, and how surely."""
