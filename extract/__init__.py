"""From the landing zone to `raw`: every row checked against its contract, every file in the ledger."""
