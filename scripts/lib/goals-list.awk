# Prints `<name> <platform> <folder>` of each image that the goals name, in build order; with -v closure=1 also of all that
# they need. -v anchored="NAME@PLATFORM...": images that need nothing but the images whose layers they share.
BEGIN {
    read_images()
    read_anchored(anchored)
    mark_goals(script)
    if (failed) exit 2
    if (closure) select_needed()
    for (i = 1; i <= images; i++) if (selected[order[i]]) {
        split(order[i], part, "@")
        print part[1], part[2], folder[order[i]]
    }
}
