"""The nights and days of the warehouse as DAGs: wiring only, one file a DAG."""
