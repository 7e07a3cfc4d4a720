# Prints where the static key of one image lies: -v id=NAME@PLATFORM.
BEGIN {
    read_images()
    print key_file(id)
}
