# Prints the lines, NAME@PLATFORM first, of images in which nothing comes from the host seed that SEED names.
BEGIN { read_images() }
!on_seed($1)
