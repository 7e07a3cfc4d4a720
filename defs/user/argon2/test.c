#include <string.h>
#include <argon2.h>
int main(void) {
  static const unsigned char expected[] = { 0x45, 0xd7, 0xac, 0x72, 0xe7, 0x6f, 0x24, 0x2b };
  unsigned char hash[24];
  char encoded[128];
  if (argon2i_hash_raw(2, 1 << 16, 4, "password", 8, "somesalt", 8, hash, sizeof hash) != ARGON2_OK) return 1;
  if (memcmp(hash, expected, sizeof expected) != 0) return 1;
  if (argon2id_hash_encoded(1, 1 << 10, 1, "password", 8, "somesalt", 8, 24, encoded, sizeof encoded) != ARGON2_OK) return 1;
  return argon2id_verify(encoded, "password", 8) != ARGON2_OK || argon2id_verify(encoded, "another", 7) == ARGON2_OK;
}
