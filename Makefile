# Thin names: what they do stands in scripts/ and in the poms.
SHELL := /bin/bash
JAR := server-stub/target/candor-server-stub.jar
ARCHIVE := $(JAR:.jar=.jsa)
SOURCES := $(shell git ls-files -co --exclude-standard -- '*pom.xml' '*/src/main/*' '*/src/build/*' 2>/dev/null)

.PHONY: run test bench soak dev build sbom reproducible coverage mutation size pictures clean

run: $(JAR) $(ARCHIVE)
	@scripts/run $(JAR)

test:
	@scripts/test

# Writes docs/benchmarks.md; QUICK=1 measures less often.
bench: $(JAR) $(ARCHIVE)
	@scripts/bench $(JAR)

# Serves the sample editor, builds again when a file is saved, and reloads the page.
dev:
	@scripts/dev

# Kills on both sides of the relay and of the server, longer storms, ten million inputs: minutes to an hour.
soak:
	@scripts/soak

build: $(JAR) $(ARCHIVE)

# What is in the jar, and under which licences.
sbom:
	@scripts/sbom

# Whether two builds give the same bytes.
reproducible:
	@scripts/reproducible

# Which lines the JVM tests run: target/site/jacoco/index.html of each module.
coverage:
	@scripts/coverage

# Whether tests notice when a line of the rules, of consent or of delivery is another: 90 of 100 times, by package, and which line they did not. Half an hour, an hour on a busy machine.
mutation:
	@scripts/mutation

# How many of the script's bytes each class has.
size:
	@scripts/size

# The README's pictures, taken of the real pages.
pictures:
	@scripts/pictures

# Builds to run, and skips the tests for that; `make test` is where they run.
$(JAR): $(SOURCES)
	@echo "Building Candor; the first time, Maven fetches what it needs."
	@mvn -q -B -DskipTests package
	@touch $@

# Fits the jar beside it alone; `make test` makes the jar without it.
$(ARCHIVE): $(JAR)
	@scripts/archive $(JAR) || echo "Without the archive of classes, the server starts more slowly." >&2

clean:
	@mvn -q -B clean
