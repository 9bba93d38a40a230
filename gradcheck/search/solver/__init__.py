"""Asks an SMT solver about polynomial claims that nothing else decides, where one is installed."""
