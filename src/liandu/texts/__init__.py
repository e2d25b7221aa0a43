"""Plain text methods. For now the default taxonomy and its keywords; classifying and grouping come with issue D."""
