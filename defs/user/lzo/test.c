#include <string.h>
#include <lzo/lzo1x.h>
int main(void) {
  static unsigned char text[4096], packed[8192], back[4096];
  static lzo_align_t work[(LZO1X_1_MEM_COMPRESS + sizeof(lzo_align_t) - 1) / sizeof(lzo_align_t)];
  lzo_uint size = sizeof packed, length = sizeof back;
  memset(text, 'x', sizeof text);
  if (lzo_init() != LZO_E_OK) return 1;
  if (lzo1x_1_compress(text, sizeof text, packed, &size, work) != LZO_E_OK || size >= sizeof text) return 1;
  if (lzo1x_decompress_safe(packed, size, back, &length, NULL) != LZO_E_OK) return 1;
  return length != sizeof text || memcmp(text, back, length) != 0;
}
