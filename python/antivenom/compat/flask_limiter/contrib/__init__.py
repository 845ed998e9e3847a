"""Ways to know who asks that depend on what is in front of the application."""
