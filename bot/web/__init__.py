"""The web door: one ASGI app, served where a channel is called by a webhook. Only here HTTP is known."""
