"""What is asked of somebody whom free text does not reach now: approved templates, and which of them for what."""
