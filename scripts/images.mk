# Builds the images that scripts/stale found, in the order of the graph. Started by scripts/images, which says in STAGEX_BUILD where
# scripts/build is.
# Whether an image is current is decided by content in scripts/stale and scripts/build: times of files play no part,
# so every prerequisite is order-only and a stale image is always made.
MAKEFLAGS += -rR
.DELETE_ON_ERROR:
.SUFFIXES:

# By the environment: as text of a recipe, a path could be more than a word.
export STAGEX_ROOT := $(ROOT)
export OUT

.PHONY: images build FORCE
images:

include $(LIST)
include $(ROOT)/generated/*.mk

# What may change with another image may stay as it is, too: without cache only the others are built in any case.
STALE += $(DOUBTFUL)

images: $(STALE)
$(STALE): FORCE
# Whatever is not stale is not made, even where it is not there: nobody needs what lies below an anchored image.
$(OUT)/%/index.json: ;
# Precious: an image is replaced by renaming, so what lies there is good, and make must not delete it.
.PRECIOUS: $(STALE)

platform = $(subst -,/,$(notdir $(patsubst %/,%,$(dir $(patsubst %/,%,$(dir $@))))))
$(STALE): $(OUT)/%/index.json:
	@$(if $(filter $@,$(DOUBTFUL)),unset NOCACHE; )exec "$$STAGEX_BUILD" $(notdir $*) $(platform)
