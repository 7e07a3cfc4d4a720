#include <mpfr.h>
int main(void) {
  mpfr_t pi;
  mpfr_init2(pi, 200);
  mpfr_const_pi(pi, MPFR_RNDN);
  return mpfr_get_d(pi, MPFR_RNDN) != 3.141592653589793;
}
