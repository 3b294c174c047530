"""Parts of the section on predictions: cards, charts of probabilities, scores."""
