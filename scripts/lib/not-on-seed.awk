# Prints the lines, NAME@PLATFORM first, of images in which nothing comes from the host seed that SEED names.
BEGIN { read_images() }
!on_seed($1)

# on_seed(id): whether an image is that which SEED stands in for, or is made of it.
function on_seed(id,    within, i) {
    within[id] = 1
    for (i = images; i >= 1; i--) {
        if (!(order[i] in within)) continue
        if (seeded(order[i])) return 1
        mark(within, needs[order[i]])
    }
    return 0
}
