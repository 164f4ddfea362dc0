import subprocess
import sys


def test_the_worker_loads_no_part_of_the_stack_for_one_machine() -> None:
    apart = "{'starter.embedded', 'starter.rehearsal', 'starter.cli'}"
    script = f"import worker, sys; print(sorted({apart} & sys.modules.keys()))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
