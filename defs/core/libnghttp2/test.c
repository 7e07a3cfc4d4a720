#include <string.h>
#include <nghttp2/nghttp2.h>
int main(void) {
  nghttp2_hd_deflater *deflater;
  nghttp2_nv field = { (uint8_t *)":method", (uint8_t *)"GET", 7, 3, NGHTTP2_NV_FLAG_NONE };
  uint8_t packed[64];
  if (nghttp2_hd_deflate_new(&deflater, 4096) != 0) return 1;
  nghttp2_ssize size = nghttp2_hd_deflate_hd2(deflater, packed, sizeof packed, &field, 1);
  nghttp2_hd_deflate_del(deflater);
  // Field 2 of HPACK's static table, by its number alone.
  return size != 1 || packed[0] != 0x82;
}
