"""Chats, as the programs that hold them export or show them."""
