"""What steers the fake and looks into it: the control API, and the inspector, a page for people."""
