"""Any slow repeated movement of a limb."""
