"""What leaves the warehouse: releases of core and marts, and files in the outbox."""
