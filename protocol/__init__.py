"""What the program does, offered to assistants over the Model Context Protocol (`kehoach mcp`)."""
