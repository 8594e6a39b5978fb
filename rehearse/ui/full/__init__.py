"""The practice screen as a full-screen program, with Textual."""
