#include <bzlib.h>
#include <string.h>
int main(void) {
  char text[1000] = "text", packed[1000], again[1000];
  unsigned length = sizeof packed, size = sizeof again;
  if (BZ2_bzBuffToBuffCompress(packed, &length, text, sizeof text, 9, 0, 0) != BZ_OK || length >= sizeof text) return 1;
  if (BZ2_bzBuffToBuffDecompress(again, &size, packed, length, 0, 0) != BZ_OK || size != sizeof text) return 2;
  return memcmp(text, again, size) != 0;
}
