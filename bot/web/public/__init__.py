"""The public page of an aimak: what was proposed and decided, for everybody to read, without a script."""
