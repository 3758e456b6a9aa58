"""The programmes of professional development that the sample tells of."""
