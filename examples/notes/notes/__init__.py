"""A notebook that a team shares."""
