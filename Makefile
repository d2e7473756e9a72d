# make demo        a served, verified badge from a clean clone
# make test        everything that must hold, under 40 minutes on 2 cores
# make screenshots pictures of every page: target/screenshots/index.html
# make test-long   more of the same: longer property tests, fuzzing, mutations
#
# Each calls the set-up step, which installs what is missing and nothing else.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
# Where cargo install puts cargo-deny.
export PATH := $(or $(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)

.PHONY: setup demo test test-long style deny advisories docs unit pages dumped screenshots lighthouse interop fuzz mutants

setup:
	.ci/setup

demo:
	.ci/setup build
	cargo run --locked -- demo $(DEMO)

test: setup style deny advisories docs unit pages interop

# Longer property tests (256 × 50 steps), every page in every view, Lighthouse, fuzzing, then mutations: each rule has a test that fails without it.
test-long: export INSIGNIA_TEST_LONG := 1
test-long: test lighthouse fuzz mutants

style:
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings

deny:
	cargo deny --locked --log-level error check licenses bans sources

# Their database is fetched over the network; where that cannot be, this says so and goes on.
advisories:
	@if timeout 120 cargo deny --log-level off fetch db >/dev/null 2>&1; \
	then cargo deny --locked --offline --log-level error check advisories; \
	else echo "advisories: NOT CHECKED, their database cannot be reached from here"; fi

# For developers: private items are documented, so links to them are right.
docs:
	RUSTDOCFLAGS="-D warnings -A rustdoc::private_intra_doc_links" cargo doc --locked --no-deps --document-private-items

# Unit tests, the suite on SQLite and PostgreSQL, the architecture, documentation examples.
unit:
	cargo test --locked

# Every page in every state in Chromium: axe-core and what else a reader would stumble over. On a phone, in English
# and Arabic; in a long run also dark, on a desk, and every focus.
CHROMIUM := $(firstword $(wildcard /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome))
pages: dumped
	@if [ -n "$(CHROMIUM)" ] && [ -d tests/npm/node_modules/axe-core ]; \
	then node tests/npm/browser/pages.mjs $(CHROMIUM) target/pages $(if $(INSIGNIA_TEST_LONG),all); \
	else echo "pages in a browser: NOT CHECKED, they need Chromium, and npm ci in tests/npm"; fi

# The page of a badge as a phone with a slow connection sees it: accessibility 100, performance at least 95.
lighthouse:
	cargo build --locked
	[ -d tests/npm/lighthouse/node_modules ] || npm --prefix tests/npm/lighthouse ci --no-audit --no-fund --loglevel=error
	node tests/npm/lighthouse/run.mjs $(CHROMIUM) target/debug/insignia

# Pictures of all of them, to look at: target/screenshots/index.html. SHOWN="verify home" for some.
screenshots: dumped
	node tests/npm/browser/screenshots.mjs $(CHROMIUM) target/pages target/screenshots $(SHOWN)

dumped:
	rm -rf target/pages
	INSIGNIA_DUMP_PAGES=$(CURDIR)/target/pages cargo test --quiet --locked --lib -- dump_ >/dev/null

# The same documents in the implementations that others use. Those of npm are asked by the suite.
interop:
	@if [ -x tests/py/run ]; then tests/py/run; fi

# Every reader of bytes from outside, FUZZ_SECONDS each, from the saved inputs; what fails is kept in tests/fuzz/artifacts.
# Without a sanitizer (no unsafe code of ours), so that the stable compiler is enough.
FUZZ_SECONDS := 30
fuzz: tests/fuzz/Cargo.lock
	@command -v cargo-fuzz >/dev/null || cargo install --quiet --locked --version 0.13.2 cargo-fuzz
	cargo fuzz build --fuzz-dir tests/fuzz -s none
	for target in $$(cargo fuzz list --fuzz-dir tests/fuzz); do \
	  mkdir -p tests/fuzz/target/found/$$target; \
	  cargo fuzz run --fuzz-dir tests/fuzz -s none $$target tests/fuzz/target/found/$$target tests/fuzz/corpus/$$target -- \
	    -max_total_time=$(FUZZ_SECONDS) -max_len=65536 -timeout=60 -rss_limit_mb=256 -dict=tests/fuzz/badges.dict; \
	done

# What is fuzzed is what runs: the versions of the program.
tests/fuzz/Cargo.lock: Cargo.lock
	cp $< $@

# What decides who gets a badge and what is kept of it. Takes hours; `make mutants MUTATED=src/platform/log` takes minutes.
MUTATED := src/community/attestation src/community/people src/platform/log src/platform/outbox src/issuer
mutants:
	@command -v cargo-mutants >/dev/null || cargo install --quiet --locked --version 27.1.0 cargo-mutants
	cargo mutants --no-shuffle --timeout-multiplier 3 $(foreach part,$(MUTATED),--file '$(part)/**') -- --lib --test suite
