"""Reads typed claims: text to tokens to terms and propositions.  It accepts a whitelist and evaluates nothing."""
