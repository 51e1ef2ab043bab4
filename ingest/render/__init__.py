"""Pages as pictures for people: overlays of what was read, crops."""
