# kehoach: two commands do everything, set-up included: `make run` and `make test`.
# No target is a path and nothing is built from $(CURDIR): the folder may have spaces and Vietnamese letters.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run test lint style types pytest docs pictures dist deb bench lock audit clean

# Two workers more than there are cores: each waits a third of its time, for processes, limits and browsers.
WORKERS ?= $(shell python3 -c 'import os; print(2 + (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()))')
PYTEST_FLAGS ?= --durations=5 -n $(WORKERS) --dist loadfile --no-loadscope-reorder
LOCK_FLAGS ?=
AS_OWNER := bash tools/as_owner.sh

help:  ## in các lệnh này / print these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

setup:  ## cài những gì còn thiếu / install what is missing
	@bash tools/setup.sh

run: setup  ## đọc các kế hoạch mẫu, cho ra báo cáo và bảng tính / read the sample plans: a report and workbooks
	@$(AS_OWNER) bash tools/run.sh

# mypy takes one core a minute: the tests begin beside it. Whichever of the two fails, make fails.
test: style  ## kiểm tra mã và chạy toàn bộ kiểm thử / check the code and run every test
	@$(MAKE) --no-print-directory -j 2 pytest types

lint: style types  ## chỉ kiểm tra mã (ruff, mypy, import) / only check the code (ruff, mypy, layers of imports)

style: setup
	$(AS_OWNER) .venv/bin/ruff check .
	$(AS_OWNER) .venv/bin/ruff format --check .
	$(AS_OWNER) .venv/bin/lint-imports

types: setup
	$(AS_OWNER) .venv/bin/mypy

# The tests start the program by the hundred: what Python has compiled is kept even where the environment says
# otherwise (images of containers do), or each start would compile it anew. Every core has a worker, so that
# threads of the libraries would only take turns with the other workers.
pytest: export PYTHONDONTWRITEBYTECODE :=
pytest: export OMP_THREAD_LIMIT := 1
pytest: export OPENBLAS_NUM_THREADS := 1
pytest: export OPENCV_FOR_THREADS_NUM := 1
pytest: setup
	$(AS_OWNER) .venv/bin/python -m pytest -v $(PYTEST_FLAGS)

docs: setup  ## trang tài liệu, ở out/docs/index.html / the site of documentation, with the pages of the library in api/
	$(AS_OWNER) env NO_MKDOCS_2_WARNING=1 .venv/bin/python -m mkdocs build -q
	$(AS_OWNER) .venv/bin/pdoc -d google -o out/docs/api kehoach kehoach.errors kehoach.schema.models
	@echo "out/docs/index.html"

pictures: setup  ## chụp lại hình của tài liệu (cần Chromium) / take the pictures of the documentation anew (needs Chromium)
	$(AS_OWNER) .venv/bin/python tools/take_pictures.py

dist: setup  ## tạo wheel và sdist trong dist/ / build the wheel and the sdist into dist/
	$(AS_OWNER) .venv/bin/python tools/build_dist.py

deb: setup  ## tạo gói cài cho bản Debian/Ubuntu này (apt install ./dist/kehoach_….deb) / a package for this release of Debian or Ubuntu
	$(AS_OWNER) .venv/bin/python -m tools.build_deb

bench: setup  ## đo cạnh các chương trình khác (ONLY=tables QUICK=1 THAN=commit) / measure beside other programs
	@$(AS_OWNER) bash tools/setup_bench.sh
	$(AS_OWNER) .venv/bin/python -m bench.side $(if $(ONLY),--only $(ONLY)) $(if $(QUICK),--quick) $(if $(THAN),--than $(THAN))

lock: setup  ## ghi lại requirements.lock (LOCK_FLAGS=--upgrade: bản mới) / rewrite the lock (=--upgrade: newer)
	$(AS_OWNER) .venv/bin/uv pip compile --quiet --universal --generate-hashes --group dev --group docs --all-extras $(LOCK_FLAGS) \
		pyproject.toml -o requirements.lock
	$(AS_OWNER) .venv/bin/uv pip compile --quiet --universal --generate-hashes -c requirements.lock \
		$(LOCK_FLAGS) pyproject.toml -o requirements-runtime.lock
	$(AS_OWNER) .venv/bin/uv pip compile --quiet --universal --generate-hashes --group bench -c requirements.lock \
		$(LOCK_FLAGS) -o bench/requirements.lock

audit: setup  ## lỗ hổng đã biết trong các gói đã ghim (cần mạng, hoặc ADVISORIES=PyPI.zip) / known holes in the pinned packages
	$(AS_OWNER) .venv/bin/python tools/audit.py $(if $(ADVISORIES),--advisories "$(ADVISORIES)")

clean:  ## xóa .venv, out/ và tệp tạm / remove .venv, out/ and caches
	rm -rf .venv .venv-bench out build dist kehoach.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
