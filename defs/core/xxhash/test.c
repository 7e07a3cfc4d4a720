#include <xxhash.h>
int main(void) {
  return XXH64("", 0, 0) != 0xef46db3751d8e999 || XXH32("", 0, 0) != 0x02cc5d05 || XXH3_64bits("", 0) != 0x2d06800538d394c2;
}
