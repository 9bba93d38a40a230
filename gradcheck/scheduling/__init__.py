"""Who proves what, and where: jobs (``job``), and the processes of this machine that do them (``local``)."""
