"""Notes out of a file of W3C Web Annotations: ours come back to the letter, and those of other tools on our pages."""
