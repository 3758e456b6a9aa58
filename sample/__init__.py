"""Sample exports that tell the published story of the STEM Ambassador programme."""
