"""What is measured, and the example corpus that some of it is measured on."""
