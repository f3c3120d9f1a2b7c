"""Which goals serve which objectives: signals, fusion, calibration, decision."""
