"""The command line ``vade``.

`app` has the commands as people read them in ``--help``, by theme in `cases`, `offices`,
`calendar` and `machine`; they import nothing heavy, so that help comes at once. What they do lies
in `work`.
"""
