"""What a screen, a page or a sheet shows. Rights are checked inside; bot/budget/permissions.py says which role may."""
