"""What is wrong, where, and what to do next: the findings of a run, each with a stable code.

The codes are in ``codes``; a finding is made of the outcomes of a run in ``of_run``; how one is written is the business
of ``gradcheck.report``.
"""
