#include <string.h>
#include <gpg-error.h>
int main(void) {
  gpg_error_t error = gpg_err_make(GPG_ERR_SOURCE_USER_1, GPG_ERR_BAD_SIGNATURE);
  return gpg_err_code(error) != GPG_ERR_BAD_SIGNATURE || strcmp(gpg_strerror(error), "Bad signature") != 0;
}
