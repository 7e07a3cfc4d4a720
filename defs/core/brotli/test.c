#include <string.h>
#include <brotli/decode.h>
#include <brotli/encode.h>
int main(void) {
  static const uint8_t text[] = "to be packed, to be packed, to be packed";
  uint8_t packed[128], unpacked[128];
  size_t size = sizeof packed, length = sizeof unpacked;
  if (!BrotliEncoderCompress(BROTLI_DEFAULT_QUALITY, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, sizeof text, text, &size, packed)) return 1;
  if (BrotliDecoderDecompress(size, packed, &length, unpacked) != BROTLI_DECODER_RESULT_SUCCESS) return 1;
  return size >= sizeof text || length != sizeof text || memcmp(text, unpacked, length) != 0;
}
