"""The main job: every question that a case can be asked, in one run; above all that answers one."""
