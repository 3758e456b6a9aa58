"""From the landing zone to `raw`: every row checked, every file in the ledger."""
