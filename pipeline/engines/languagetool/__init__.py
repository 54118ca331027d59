"""The real LanguageTool: its server asked through language-tool-python, and its installation from Maven Central."""
