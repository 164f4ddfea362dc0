"""Rehearsal: years in seconds, on the real engine.

scenario   what a scenario file says, and where in it what is wrong
beginning  the file from which scenarios of a folder take their beginning
engine     one Temporal server and one PostgreSQL for a whole run of scenarios
given      the registers as they stand before the case opens
clock      one clock for all cases of a scenario
doors      forms for the registers beside a case: members, reports, trainings
driver     the loop: drain, next instant, every case brought to it, act
checks     what was expected against what came
report     the dated time line and its figures
play       a scenario, or a whole set of files, from end to end
lane       a second process beside the first, and its program in lane_process
render     the time line for people and for programs
"""
