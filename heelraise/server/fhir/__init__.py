"""Sessions as FHIR R4 resources, to be read by the systems of a hospital."""
