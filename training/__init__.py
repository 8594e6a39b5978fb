"""How the judge of key points is made: see README.md in this folder."""
