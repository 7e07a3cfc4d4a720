#include <sodium.h>
int main(void) {
  unsigned char nonce[crypto_secretbox_NONCEBYTES] = { 1 }, key[crypto_secretbox_KEYBYTES] = { 2 };
  unsigned char box[crypto_secretbox_MACBYTES + 5], text[5];
  if (sodium_init() < 0) return 1;
  crypto_secretbox_easy(box, (const unsigned char *)"hello", 5, nonce, key);
  if (crypto_secretbox_open_easy(text, box, sizeof box, nonce, key) != 0 || sodium_memcmp(text, "hello", 5) != 0) return 1;
  box[0] ^= 1;
  return crypto_secretbox_open_easy(text, box, sizeof box, nonce, key) == 0;
}
