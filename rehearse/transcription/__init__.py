"""All that touches a speech model: the catalogue of models, their weights, the engines."""
