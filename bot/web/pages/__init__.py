"""Pages: templates, styles and scripts, rendered on our side. None of them asks anything of another host."""
