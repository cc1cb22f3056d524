# Thin names: what they do stands in scripts/ and in the poms.
SHELL := /bin/bash
JAR := server-stub/target/candor-server-stub.jar
SOURCES := $(shell git ls-files -co --exclude-standard -- '*pom.xml' '*/src/main/*' '*/src/build/*' 2>/dev/null)

.PHONY: run test soak build clean

run: $(JAR)
	@scripts/run $(JAR)

test:
	@scripts/test

# Kills on both sides of the relay, twenty of each.
soak:
	@mvn -B -ntp test -pl server-stub -am -Dtest=RelayFaultTest -Dsurefire.failIfNoSpecifiedTests=false -Dcandor.rounds=20

build: $(JAR)

# Builds to run, and skips the tests for that; `make test` is where they run.
$(JAR): $(SOURCES)
	@echo "Building Candor; the first time, Maven fetches what it needs."
	@mvn -q -B -DskipTests package
	@touch $@

clean:
	@mvn -q -B clean
