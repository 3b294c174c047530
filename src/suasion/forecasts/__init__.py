"""Forecasts: dated predictions, what the model would have said of them, and how both did."""
