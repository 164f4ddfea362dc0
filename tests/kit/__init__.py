"""What the tests of several folders share.

arrivals   anything may arrive at a case: what all state machines have in common
calendars  the Turkish calendar, and one without any holiday
contracts  the contract as it is checked in
edges      what the README of a folder of examples says
permits    a small process for tests of the kernel
persons    invented people, and the roles that deal with them
plays      one case at the gate, act by act, without a server
reasons    what a refusal names
terms      terms as the rulebook has them
"""
