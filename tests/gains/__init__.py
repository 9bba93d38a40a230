"""Tests of the gains and of the variance map."""
