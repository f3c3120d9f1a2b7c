"""Sections to goals, amounts and changes between proposal and decision."""
