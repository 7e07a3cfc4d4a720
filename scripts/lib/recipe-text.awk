# Prints the recipe of one image: -v id=NAME@PLATFORM; the input is `<sha256> <path>` lines.
{ hash[$2] = $1 }
END {
    read_images()
    printf "%s", recipe_text(id)
}
