#include <openssl/evp.h>
#include <string.h>
int main(void) {
  static const unsigned char expected[] = { 0xba, 0x78, 0x16, 0xbf };
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned length;
  if (EVP_Digest("abc", 3, digest, &length, EVP_sha256(), NULL) != 1 || length != 32) return 1;
  return memcmp(digest, expected, sizeof expected) != 0;
}
