#include <gmp.h>
#include <string.h>
int main(void) {
  mpz_t power;
  mpz_init(power);
  mpz_ui_pow_ui(power, 2, 100);
  return strcmp(mpz_get_str(NULL, 10, power), "1267650600228229401496703205376");
}
