# Builds the images of the tree with a container engine, GNU make and ordinary tools; see README.md.
#
#   make                    every image
#   make core-zlib          one image and what it needs; `make zlib` builds every image of that name
#   make NOCACHE=1 zlib     again, without the engine's cache
#   make -n zlib            what is stale, and why; builds and fetches nothing
#   make -j2 V=1            two images at a time, with what the engine says
#   make fetch              only download and check all that builds will ask for; `make fetch zlib` what zlib needs
#   make check zlib         run its tests in the finished image
#   make reproduce zlib     build zlib, then again without cache, and compare; VARY=engine,tz: docs/reproducing.md
#   make digests zlib       write its digest down, if it was reproduced here
#   make verify             compare what was built here with the digests that are written down
#   make verify-signatures  check that enough people signed, with gpg alone
#   make doctor             what is missing on this machine, and what will work
#   make clean              remove what builds left behind and nothing needs; images, sources and digests stay
#   make why-rebuild zlib   the first input that differs from the last build
#   make preseed FROM=DIR   take images whose digests are written down from a directory or registry (HOST/PATH)
#   make preseed-export TO=DIR zlib
#                           write such a directory
#   make import zlib        put zlib into the engine's store, as stagex.invalid/core-zlib or NAME=...
#   make push zlib REGISTRY=HOST/PATH
#                           publish it with its digest, and ask the registry for that; ATTACH=sbom,provenance,signatures
#                           puts those beside it: docs/attaching.md
#   make SEED=debian-trixie-gcc stage3
#                           the toolchain from the tools of a Debian release instead of stage1: docs/bootstrap.md
#   make ddc                that toolchain from two unrelated releases, compared file by file
#   make bake PLAN=DIR      build what `defs plan` wrote down, on BUILDERS=...: docs/scaling.md
#   make help               this text and the goals
#
# ENGINE=docker|podman|buildah chooses the engine (default: the first one found), PLATFORM=linux/arm64 the platform of what is
# named (default: this machine's), ROOT=DIR another tree, OUT=DIR (absolute) another place for the images.

MAKEFLAGS += -rR
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all

ROOT ?= .
OUT ?= $(abspath $(ROOT)/out)
export STAGEX_ROOT := $(abspath $(ROOT))
export OUT ENGINE NOCACHE PLATFORM SEED V

commands := bake bootstrap-seed-check check clean ddc digests doctor fetch help import preseed preseed-export push reproduce verify verify-signatures why-rebuild
# With one of these, images that are named are not built.
looking := bake bootstrap-seed-check check clean ddc doctor fetch help preseed preseed-export verify verify-signatures why-rebuild
# Settings of one command count only on the command line: an environment may use such names for something else.
$(foreach name,ATTACH BUILDERS FROM NAME PLAN PLATFORM REGISTRY SEED TAG TO VARY,$(if $(filter command,$(origin $(name))),,$(eval unexport $(name))))

# What scripts tell each other, which make never does.
unexport LAYOUT REPRODUCE_CLOCK REPRODUCE_HOOKS STAGEX_BAKE STAGEX_BUILD STAGEX_PROGRESS

# Failures that are ignored, files that are only touched, and names of this file in an environment make of a build what it is not.
$(foreach option,e i t,$(if $(findstring $(option),$(firstword -$(MAKEFLAGS))),$(error make -$(option) is not for builds; see also MAKEFLAGS in the environment)))
$(if $(MAKEFILES),$(error MAKEFILES is '$(MAKEFILES)', and further makefiles are not for builds; unset it))

# With these the lists of images could not be read; scripts/lib/tree.sh refuses what else is no plain path.
$(if $(filter-out 1,$(words $(OUT)) $(words $(ROOT))),$(error OUT is '$(OUT)', ROOT is '$(ROOT)', and make cannot take paths that are empty or have blanks; choose another place))
$(foreach letter,: ; ',$(if $(findstring $(letter),$(OUT)$(ROOT)),$(error OUT is '$(OUT)', ROOT is '$(ROOT)', and make cannot take paths with $(letter); choose another place)))
include $(wildcard $(ROOT)/generated/*.mk)

# Said before everything is built.
$(if $(filter push,$(MAKECMDGOALS)),$(if $(filter command,$(origin REGISTRY)),,$(error make push takes REGISTRY=HOST/PATH)))

images := $(filter-out $(commands) all build,$(MAKECMDGOALS))
.PHONY: all build $(commands) $(images)
all: build
# An empty recipe: without one, make would remark that nothing was to be done.
$(images): build $(if $(findstring q,$(firstword -$(MAKEFLAGS))),,; @:)

# With -n. Lines that start with + run even then: they begin another make, or would print nothing that says what is stale.
dry = $(findstring n,$(firstword -$(MAKEFLAGS)))

# With -q nothing is built, and an exit code alone says whether anything would be: make asks whether there is a recipe.
question = $(findstring q,$(firstword -$(MAKEFLAGS)))
idle := $(if $(question),$(filter-out $(looking),$(or $(MAKECMDGOALS),all)))
idle := $(if $(idle),$(if $(shell STAGEX_ROOT='$(STAGEX_ROOT)' OUT='$(OUT)' SEED='$(SEED)' scripts/stale $(or $(images),all) 2>&1),,yes))

# Whatever images are asked for, they are looked through once, by content, before anything is built.
ifneq ($(idle),yes)
build:
	@+$(if $(filter $(looking),$(MAKECMDGOALS)),:,scripts/$(if $(dry),stale,images) $(or $(images),all))
endif

# `make reproduce zlib` has zlib as a second goal: it is built first.
reproduce digests: build
	@scripts/$(if $(filter digests,$@),digests write,reproduce) $(or $(images),all)

# Builds for itself: a test needs more images than its own.
check:
	@+$(if $(dry),echo )scripts/check $(or $(images),all)

verify:
	@scripts/digests verify $(or $(images),all)

why-rebuild:
	@scripts/why-rebuild $(or $(images),all)

preseed:
	@scripts/preseed "$$FROM" $(images)

preseed-export:
	@scripts/preseed-export "$$TO" $(or $(images),all)

import: build
	@scripts/import $(or $(images),all)

push: build
	@scripts/push "$$REGISTRY" $(or $(images),all)

bake:
	@scripts/bake "$$PLAN"

doctor:
	@scripts/doctor

clean:
	@scripts/clean

# Needs gpg alone, and the policy that you trust: docs/consuming.md.
verify-signatures:
	@scripts/verify-signatures $(images)

fetch:
	@scripts/fetch-images $(or $(images),all)

# Some hours: one toolchain from each seed.
SEEDS = debian-bookworm-gcc debian-forky-clang
ddc: export SEEDS := $(SEEDS)
ddc:
	@+$(if $(dry),echo )scripts/ddc $$SEEDS

bootstrap-seed-check:
	@bootstrap/check

help:
	@sed -n '2,/^$$/s/^# \{0,1\}//p' Makefile
	@awk '!/^#/ { print "  " $$1 " (" $$4 ")" }' "$$STAGEX_ROOT/generated/images.txt"
