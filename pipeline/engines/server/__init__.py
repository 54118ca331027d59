"""Our own small server that speaks LanguageTool's protocol."""
