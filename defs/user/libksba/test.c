#include <string.h>
#include <ksba.h>
int main(void) {
  static const unsigned char expected[] = { 0x55, 0x04, 0x03 };
  unsigned char *packed;
  size_t size;
  if (ksba_oid_from_str("2.5.4.3", &packed, &size) != 0) return 1;
  if (size != sizeof expected || memcmp(packed, expected, size) != 0) return 1;
  char *text = ksba_oid_to_str((char *)packed, size);
  return text == NULL || strcmp(text, "2.5.4.3") != 0;
}
