"""How pages look: the frame, components, parts for htmx, errors in words. No models, no words of the field."""
