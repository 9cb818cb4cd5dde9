"""What a clinician prescribed: the programme file and the exercises it comes to."""
