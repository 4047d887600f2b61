"""What must hold before a change is taken, beyond what the usual tools find."""
