"""Plain text methods. The default taxonomy with its keywords, and the themes with their checklists that come along."""
