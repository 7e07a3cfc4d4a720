#include <lzma.h>
#include <string.h>
int main(void) {
  uint8_t text[1000] = "text", packed[1000], again[1000];
  size_t length = 0, read = 0, size = 0;
  uint64_t memory = UINT64_MAX;
  if (lzma_easy_buffer_encode(6, LZMA_CHECK_SHA256, NULL, text, sizeof text, packed, &length, sizeof packed) != LZMA_OK) return 1;
  if (lzma_stream_buffer_decode(&memory, 0, NULL, packed, &read, length, again, &size, sizeof again) != LZMA_OK) return 2;
  return size != sizeof text || memcmp(text, again, size) != 0;
}
