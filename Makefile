# Two commands do it all on a fresh machine: `make rehearse` and `make test`.
# What is missing is installed by tools/setup.sh, which says what it does; pins are in constraints.txt.

BIN := .venv/bin

define STYLE_AND_TYPES
$(BIN)/ruff check
$(BIN)/ruff format --check
$(BIN)/mypy
endef

# Many tests wait for sound that takes its time, so one more runs than there are cores. Those of a module stay
# together and share what it loads; the folder of the long ones comes first.
SIDE_BY_SIDE := -n 3 --dist loadscope --no-loadscope-reorder
UNHURRIED := --timeout 0 -o faulthandler_timeout=0

.DEFAULT_GOAL := help
.PHONY: help rehearse check test soak screenshots pins clean

help:  ## Show this list
	@echo "Rehearse: practise interview answers aloud, offline."
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' Makefile | while IFS='|' read -r target what; do \
		printf '  make %-10s %s\n' "$$target" "$$what"; done

rehearse:  ## Install what is missing and start; ARGS="practice --question hash-table" is passed on
	@tools/setup.sh rehearse
	@$(BIN)/rehearse $(ARGS)

check:  ## Check in a minute what needs no speech model, sound server or browser
	@tools/setup.sh test
	$(STYLE_AND_TYPES)
	$(BIN)/pytest -m "not real and not soak" -n 2 --dist worksteal $(ARGS)

test:  ## Install what is missing and check everything: style, types, the wheel, the tests
	@tools/setup.sh test
	$(STYLE_AND_TYPES)
	tools/try-wheel.sh
	$(BIN)/pytest -m "not soak" $(SIDE_BY_SIDE) $(ARGS)

soak:  ## Run the long trials that `make test` leaves out
	@tools/setup.sh test
	$(BIN)/pytest -m soak $(UNHURRIED) $(ARGS)
	$(BIN)/pytest -m hypothesis --hypothesis-profile search $(UNHURRIED) $(ARGS)

screenshots:  ## Draw each state of the practice screen into docs/screens/
	@tools/setup.sh test
	$(BIN)/python -m tools.screenshots

pins:  ## Write constraints.txt anew with the newest versions that suit each other
	tools/pins.sh

clean:  ## Remove what was installed and built here (never your recordings)
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
