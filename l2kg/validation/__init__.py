"""What is checked of authored files: their form, the shapes, and the check queries."""
