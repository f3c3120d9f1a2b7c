"""Norwegian as it is written: bokmål and nynorsk, with æ, ø and å intact."""
