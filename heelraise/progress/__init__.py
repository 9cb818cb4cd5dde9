"""From kept sessions to how the training goes: plain values, for terminal, pictures and pages alike."""
