#include <string.h>
#include <zlib.h>
int main(void) {
  Bytef text[1000] = "text", packed[1000], again[1000];
  uLongf length = sizeof packed, size = sizeof again;
  if (compress(packed, &length, text, sizeof text) != Z_OK || length >= sizeof text) return 1;
  if (uncompress(again, &size, packed, length) != Z_OK || size != sizeof text) return 2;
  if (strcmp(zlibVersion(), ZLIB_VERSION) != 0) return 3;
  return memcmp(text, again, size);
}
