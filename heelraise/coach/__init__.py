"""Pure rules: from judged repetitions to what a session was."""
