"""What all rooms of the warehouse share: settings, errors, the database, the command."""
