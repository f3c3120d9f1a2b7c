"""Tables to HTML: the report that a researcher, a planner and a unit leader open."""
