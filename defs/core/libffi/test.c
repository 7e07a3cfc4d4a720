#include <ffi.h>
#include <stdlib.h>
int main(void) {
  int minus = -7;
  ffi_cif cif;
  ffi_type *types[] = { &ffi_type_sint };
  void *values[] = { &minus };
  ffi_arg result;
  if (ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 1, &ffi_type_sint, types) != FFI_OK) return 1;
  ffi_call(&cif, FFI_FN(abs), &result, values);
  return (int)result != 7;
}
